import type { Estate } from '../model/estate.js';
import type { Finding } from '../model/finding.js';
import type { EstateInventory } from '../model/inventory.js';
import type { UpgradeRequest } from '../model/plan.js';
export interface PreflightInput {
  readonly estate: Estate;
  readonly inventory: EstateInventory;
  readonly request: UpgradeRequest;
}
/** All checks run, all report; blockers first, then warnings, then notes, each by rule and subject. */
export declare function preflight(input: PreflightInput): Finding[];
