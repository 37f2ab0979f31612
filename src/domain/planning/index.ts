import type { Estate } from '../model/estate.js';
import type { EstateInventory } from '../model/inventory.js';
import type { UpgradePlan, UpgradeRequest } from '../model/plan.js';
export interface PlanningInput {
  readonly estate: Estate;
  readonly estateHash: string;
  readonly inventory: EstateInventory;
  readonly request: UpgradeRequest;
}
/** Plan with all preflight findings in it. @throws only when the target version cannot be parsed */
export declare function buildPlan(input: PlanningInput): UpgradePlan;
/** `after/authority-vcenter`, `trust-image/8.0.3-1`, `cluster/vc/domain-c1`. */
export declare const gateIds: {
  readonly begin: 'begin';
  afterTier(kind: string): string;
  trustImage(version: string): string;
  afterTestHost(cluster: { vcenter: string; moid: string }): string;
};
