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

/** Whether a vCenter or cluster must have its step: outside a narrower request it must have none (ORD-6). */
export function isAsked(
  { request: { only } }: UpgradePlan,
  kind: TierKind,
  about: { readonly vcenter: string; readonly cluster?: string },
): boolean {
  if (!only) return true;
  const { tiers, vcenters = [about.vcenter], clusters = [about.cluster] } = only;
  return (
    tiers.some((asked) => asked === kind) &&
    vcenters.some((asked) => asked === about.vcenter) &&
    (about.cluster === undefined || clusters.some((asked) => asked === about.cluster))
  );
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
