import type { Estate } from '../model/estate.js';
import type { Finding } from '../model/finding.js';
import type { EsxCluster, EsxHost, EstateInventory, HostRef } from '../model/inventory.js';
import type { ClusterStep, TierKind, UpgradePlan, VCenterStep } from '../model/plan.js';

/** What every check looks at. */
export interface PlanContext {
  readonly plan: UpgradePlan;
  readonly inventory: EstateInventory;
  readonly estate: Estate;
}

/** One check of the plan; an empty answer means the plan holds. */
export type PlanCheck = (context: PlanContext) => Finding[];

/** A plan that breaks a rule never starts; the remedy is always to plan again. */
export function broken(rule: string, check: string, subject: string, message: string): Finding {
  return {
    rule,
    check,
    subject,
    severity: 'blocker',
    message,
    remedy: 'Read the inventory and plan again; if the new plan has this finding too, report it as a fault.',
  };
}

/** Tiers outside a narrower request must be empty, all others complete (ORD-6). */
export function isAsked({ request }: UpgradePlan, kind: TierKind): boolean {
  return !request.only || request.only.tiers.some((asked) => asked === kind);
}

export function vcenterSteps(plan: UpgradePlan): VCenterStep[] {
  return plan.tiers.flatMap((tier) => ('vcenters' in tier ? tier.vcenters : []));
}

export function clusterSteps(plan: UpgradePlan): ClusterStep[] {
  return plan.tiers.flatMap((tier) => ('clusters' in tier ? tier.clusters : []));
}

export function clustersOf(inventory: EstateInventory): EsxCluster[] {
  return [inventory.authority.cluster, ...inventory.trusted.flatMap(({ clusters }) => clusters)];
}

export function hostsOf(inventory: EstateInventory): EsxHost[] {
  return clustersOf(inventory).flatMap(({ hosts }) => hosts);
}

/** A moid is unique per vCenter only. */
export function keyOf({ vcenter, moid }: Pick<HostRef, 'vcenter' | 'moid'>): string {
  return `${vcenter}/${moid}`;
}
