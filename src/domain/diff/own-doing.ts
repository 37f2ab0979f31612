import type { EsxHost, EstateInventory, HostRef } from '../model/inventory.js';
import type { ClusterStep, HostStep, TierKind, UpgradePlan, VCenterStep } from '../model/plan.js';
import type { HostProgress, TierStatus } from '../model/run.js';

/** What a run is about, and how far it has come: what it did itself is no change made by others. */
export interface RunSoFar {
  readonly plan: UpgradePlan;
  /** What the plan was made from. */
  readonly planned: Pick<EstateInventory, 'authority' | 'trusted'>;
  readonly tiers: readonly TierStatus[];
  readonly hosts: readonly HostProgress[];
}

/** How a host should look now; null = the run has it in hand or left it, and its own guards judge it. */
export interface ExpectedHost {
  readonly installed: string | undefined;
  readonly inMaintenance: boolean | undefined;
  /** Absent = nothing is known of it. */
  readonly bootTime: string | undefined;
}

export const sameHost = (
  a: Pick<HostRef, 'vcenter' | 'moid'>,
  b: Pick<HostRef, 'vcenter' | 'moid'>,
): boolean => a.vcenter === b.vcenter && a.moid === b.moid;

/** Under which moid a planned host is in the inventory now: a recovery gives it another one. @rule REC-3 */
export function refNow({ hosts }: Pick<RunSoFar, 'hosts'>, planned: HostRef): HostRef {
  const readdedAs = hosts.find(({ host }) => sameHost(host, planned))?.readdedAs;
  return readdedAs === undefined ? planned : { ...planned, moid: readdedAs };
}

/** A recovery of the run has taken it out of its cluster, or is about to. @rule REC-1 */
export const isBeingRecovered = ({ hosts }: Pick<RunSoFar, 'hosts'>, name: string): boolean =>
  hosts.some(({ host, phase }) => host.name === name && phase === 'recovering');

/** The host as planned, or as the run finished it. */
export function expectedHost(run: RunSoFar, planned: EsxHost): ExpectedHost | null {
  const progress = run.hosts.find(({ host }) => sameHost(host, planned.ref));
  const step = hostStep(run.plan, planned.ref);
  const { installed, inMaintenance, bootTime } = planned;
  if (progress === undefined || progress.phase === 'planned' || progress.phase === 'guards') {
    const isRecovered = progress?.readdedAs !== undefined;
    return { installed, inMaintenance, bootTime: isRecovered ? undefined : bootTime };
  }
  if (progress.phase !== 'done' || step === undefined) return null;
  return {
    installed: progress.installedAfter ?? step.target,
    inMaintenance: false,
    bootTime: progress.boot?.bootTime,
  };
}

/** Versions at which a vCenter may stand now: the old one until its upgrade begins, the new one from its end on. */
export function expectedVersions(run: RunSoFar, vcenter: string, planned: string): readonly string[] {
  const found = vcenterStep(run.plan, vcenter);
  if (found === undefined) return [planned];
  switch (tierState(run, found.tier)) {
    case 'planned':
      return [planned];
    case 'done':
      return [found.step.target];
    case 'running':
    case 'failed':
      return [planned, found.step.target];
  }
}

/** Whether the run has begun with a cluster: its policy and its desired image are then the run's for a while. */
export function hasBegunCluster(run: RunSoFar, moid: string, vcenter: string): boolean {
  const step = clusterStep(run.plan, moid, vcenter);
  if (step === undefined) return false;
  const touched = run.hosts.some(
    ({ host, phase }) => phase !== 'planned' && step.hosts.some((one) => sameHost(one.host, host)),
  );
  return (
    touched || tierState(run, step.role === 'authority' ? 'authority-hosts' : 'trusted-hosts') !== 'planned'
  );
}

export function isTierOver(run: RunSoFar, kind: TierKind): boolean {
  return tierState(run, kind) === 'done';
}

/** Base images that this run imports once its last tier has begun. */
export function ownImages(run: RunSoFar): readonly string[] {
  if (tierState(run, 'trusted-hosts') === 'planned') return [];
  return clusterSteps(run.plan)
    .filter(({ role }) => role === 'trusted')
    .map(({ target }) => target);
}

export function clusterStep(plan: UpgradePlan, moid: string, vcenter: string): ClusterStep | undefined {
  return clusterSteps(plan).find(({ cluster }) => cluster.moid === moid && cluster.vcenter === vcenter);
}

export function hostStep(plan: UpgradePlan, ref: HostRef): HostStep | undefined {
  return clusterSteps(plan)
    .flatMap(({ hosts }) => hosts)
    .find(({ host }) => sameHost(host, ref));
}

function clusterSteps(plan: UpgradePlan): readonly ClusterStep[] {
  return plan.tiers.flatMap((tier) => ('clusters' in tier ? tier.clusters : []));
}

function vcenterStep(
  plan: UpgradePlan,
  vcenter: string,
): { readonly step: VCenterStep; readonly tier: TierKind } | undefined {
  for (const tier of plan.tiers) {
    const step = 'vcenters' in tier ? tier.vcenters.find((one) => one.vcenter === vcenter) : undefined;
    if (step !== undefined) return { step, tier: tier.kind };
  }
  return undefined;
}

function tierState(run: RunSoFar, kind: TierKind): TierStatus['state'] {
  return run.tiers.find((tier) => tier.kind === kind)?.state ?? 'planned';
}
