import type { ClusterRef } from '../model/inventory.js';
import type { ClusterStep, PlannedGate, PlanScope, Tier, TierKind, VCenterStep } from '../model/plan.js';
import type { EsxVersion } from '../model/version.js';

const RECOVERY = 'recover/';

/** Host that is recovered behind this gate, by name; undefined = another kind of gate. */
export const recoveredBehind = (gate: string): string | undefined =>
  gate.startsWith(RECOVERY) ? gate.slice(RECOVERY.length).split('/')[0] : undefined;

/** IDs of the gates; part of URLs, workflow state and audit entries. */
export const gateIds = {
  begin: 'begin',
  afterTier: (kind: TierKind) => `after/${kind}`,
  linkedSnapshots: (group: string) => `linked-snapshots/${group}`,
  admissionControl: ({ vcenter, moid }: Pick<ClusterRef, 'vcenter' | 'moid'>) =>
    `admission-control/${vcenter}/${moid}`,
  trustImage: (version: EsxVersion) => `trust-image/${version}`,
  /** Opened only when nothing proves how the test host booted; no plan foresees it. */
  confirmBoot: ({ vcenter, name }: { vcenter: string; name: string }) =>
    `confirm-full-boot/${vcenter}/${name}`,
  /** Opened only when a trusted cluster has diverged after the upgrade of its vCenter; no plan foresees it. */
  remediateTrust: ({ vcenter, name }: { vcenter: string; name: string }) =>
    `remediate-trust/${vcenter}/${name}`,
  /** A gate of the recovery of a Trust Authority host within a run; no plan of an upgrade foresees it. */
  recovery: (host: string, number: number, step: string) =>
    `${RECOVERY}${host}/${number === 1 ? '' : `${number}/`}${step}`,
  afterTestHost: ({ vcenter, moid }: { vcenter: string; moid: string }) => `cluster/${vcenter}/${moid}`,
} as const;

/** Tiers in words, for gate titles and reports. */
export const TIER_NAMES: Readonly<Record<TierKind, string>> = {
  'authority-vcenter': 'vCenter of the Trust Authority Cluster',
  'authority-hosts': 'Trust Authority hosts',
  'trusted-vcenters': 'trusted vCenters',
  'trusted-hosts': 'trusted hosts',
};

/** Shown where the order is approved. @rule ORD-1 */
const WHY_THIS_ORDER =
  ': the Trust Authority side first, so that the estate gains the newest vTA functions first';

/** Both sides have work, so that the order in which they come is a choice. */
const isOrdered = (working: readonly Tier[]): boolean =>
  working.some(({ kind }) => kind.startsWith('authority')) &&
  working.some(({ kind }) => kind.startsWith('trusted'));

/**
 * Every place where the run waits for people, in the order in which it gets there.
 *
 * @param target - version whose image has to be trusted, or undefined when it is already
 * @param only - the narrower choice: leaving the recommended order is approved with its business reason
 * @rule DG-2, ORD-1, ORD-6
 */
export function planGates(
  tiers: readonly Tier[],
  target: EsxVersion | undefined,
  only?: PlanScope,
): PlannedGate[] {
  const working = tiers.filter((tier) => hasSteps(tier));
  const gates: PlannedGate[] = [
    {
      id: gateIds.begin,
      kind: 'begin',
      title:
        only === undefined
          ? `Begin the upgrade as planned${isOrdered(working) ? WHY_THIS_ORDER : ''}`
          : `Begin a narrower plan, outside the recommended order: ${only.reason}`,
      rule: only === undefined ? 'DG-2' : 'ORD-6',
    },
  ];
  for (const [index, tier] of working.entries()) {
    if ('clusters' in tier) gates.push(...admissionGates(tier.clusters));
    if (tier.kind === 'trusted-hosts') gates.push(...gatesWithin(tier.clusters, target));
    if ('vcenters' in tier) gates.push(...snapshotGates(tier.vcenters));
    const next = working[index + 1];
    if (next) {
      gates.push({
        id: gateIds.afterTier(tier.kind),
        kind: 'after-tier',
        title: `${TIER_NAMES[tier.kind]} finished; go on with ${TIER_NAMES[next.kind]}`,
        rule: 'DG-2',
      });
    }
  }
  return gates;
}

/** Meanwhile HA may restart fewer VMs than it promises: nobody finds that out afterwards. @rule DG-2 */
function admissionGates(clusters: readonly ClusterStep[]): PlannedGate[] {
  return clusters
    .filter(({ disablesAdmissionControl, hosts }) => disablesAdmissionControl === true && hosts.length > 0)
    .map(({ cluster }) => ({
      id: gateIds.admissionControl(cluster),
      kind: 'admission-control' as const,
      title: `Remediation switches HA admission control of ${cluster.name} off while a host is away`,
      rule: 'DG-2',
    }));
}

/**
 * Before the first change of vCenters in linked mode there are snapshots of all of them, taken powered off: only those
 * can be gone back to, and only all at once (2.16). @rule ORD-4
 */
function snapshotGates(steps: readonly VCenterStep[]): PlannedGate[] {
  return linkedGroups(steps).map(({ group, members }) => ({
    id: gateIds.linkedSnapshots(group),
    kind: 'linked-snapshots',
    title: `Snapshots of ${members.join(', ')} exist, all taken powered off`,
    rule: 'ORD-4',
  }));
}

/** Groups of vCenters in linked mode of which one has an upgrade before it, with all their members. */
export function linkedGroups(
  steps: readonly VCenterStep[],
): readonly { readonly group: string; readonly members: readonly string[] }[] {
  const due = steps.flatMap(({ vcenter, linked, alreadyDone }) =>
    linked === undefined || alreadyDone
      ? []
      : [{ group: linked.group, members: [vcenter, ...linked.with].toSorted() }],
  );
  return due.filter(({ group }, index) => due.findIndex((other) => other.group === group) === index);
}

/** A tier with nothing to do in it has no gate after it. */
function hasSteps(tier: Tier): boolean {
  return 'vcenters' in tier ? tier.vcenters.length > 0 : tier.clusters.some(({ hosts }) => hosts.length > 0);
}

/** The image is trusted once, after the first test host; the rest of each cluster waits for its own test host. */
function gatesWithin(clusters: readonly ClusterStep[], target: EsxVersion | undefined): PlannedGate[] {
  const gates: PlannedGate[] = [];
  if (target !== undefined) {
    gates.push({
      id: gateIds.trustImage(target),
      kind: 'trust-image',
      title: `Trust base image ${target} in the Trust Authority Cluster`,
      rule: 'DG-2',
    });
  }
  for (const { cluster, hosts } of clusters) {
    if (hosts.length < 2) continue;
    gates.push({
      id: gateIds.afterTestHost(cluster),
      kind: 'after-test-host',
      title: `Test host of ${cluster.name} attested; roll out to its other ${hosts.length - 1} hosts`,
      rule: 'DG-6',
    });
  }
  return gates;
}
