import { DEFAULT_LIMITS, type FailureBudget, type LimitsChange, type RunLimits } from '../model/limits.js';
import type { RunStatus } from '../model/run.js';
import { isFinal } from '../progress/status.js';
import { ended, short, whyNotRequest } from '../progress/validators.js';

/** A cluster of the plan, for judging an order of its hosts. */
export interface RollingCluster {
  readonly vcenter: string;
  readonly name: string;
  readonly state: 'waiting' | 'under-way' | 'ended';
}

/** Why a request is refused, in words, and the rule if one says so. */
export interface Refusal {
  readonly text: string;
  readonly rule?: string;
}

/** The limits after a change; what it does not name stays. */
export function withChange(
  limits: RunLimits,
  change: Pick<LimitsChange, 'concurrency' | 'failureBudget'>,
): RunLimits {
  const { authority: _, ...concurrency } = change.concurrency ?? {};
  return {
    concurrency: { ...limits.concurrency, ...concurrency },
    failureBudget: { ...limits.failureBudget, ...change.failureBudget },
  };
}

/** Why these limits make no sense; null = they do. @rule INV-4 */
export function whyNotLimits({
  concurrency = {},
  failureBudget = {},
}: Pick<LimitsChange, 'concurrency' | 'failureBudget'>): Refusal | null {
  const { authority, ...hosts } = concurrency;
  if (authority !== undefined && authority !== 1) {
    return {
      text: 'Trust Authority hosts are upgraded one at a time; this is no limit to change.',
      rule: 'INV-4',
    };
  }
  for (const [name, most] of Object.entries(hosts)) {
    if (!Number.isInteger(most) || most < 1)
      return {
        text: `Concurrency ${name} is ${most}; it must be a whole number from 1 on. To stop, pause the run.`,
      };
  }
  for (const [name, budget] of Object.entries(failureBudget)) {
    const wrong = whyNotBudget(budget);
    if (wrong !== null) return { text: `Failure budget ${name}: ${wrong}` };
  }
  return null;
}

function whyNotBudget({ count, percent }: FailureBudget): string | null {
  if (!Number.isInteger(count) || count < 0) return `${count} hosts; it must be a whole number from 0 on.`;
  return percent >= 0 && percent <= 100 ? null : `${percent} %; it must be 0 to 100.`;
}

/** The cluster that an order names: by its name alone where that is enough. */
export function clusterNamed<C extends Pick<RollingCluster, 'vcenter' | 'name'>>(
  clusters: readonly C[],
  wanted: string,
): readonly C[] {
  return clusters.filter(({ vcenter, name }) => wanted === name || wanted === `${vcenter}/${name}`);
}

/**
 * Why the limits cannot be changed so; null = they can, or this very request changed them already.
 * Whether the hosts of an order are there and have not begun is judged where the cluster is rolled: `whyNotReorder`.
 *
 * @param clusters - clusters of the plan that have hosts to upgrade
 * @rule DG-2, INV-4, ORD-7, ORD-8
 */
export function whyNotChangeLimits(
  status: RunStatus,
  change: LimitsChange,
  clusters: readonly RollingCluster[],
): Refusal | null {
  if (status.limitsChangedBy?.id === change.id) return null;
  if (isFinal(status.state)) return { text: ended(status) };
  if (status.abortedBy) return { text: `The run is being aborted by ${status.abortedBy.by}.` };
  const missing = whyNotRequest(change);
  if (missing !== null) return { text: missing };
  if (change.planHash !== status.planHash) {
    return {
      text: `You looked at plan ${short(change.planHash)}, this run executes ${short(status.planHash)}. Look at the run's plan and decide again.`,
      rule: 'DG-2',
    };
  }
  const wrong = whyNotLimits(change) ?? whyNotOrders(change, clusters);
  if (wrong !== null) return wrong;
  const before = status.limits ?? DEFAULT_LIMITS;
  const changes = JSON.stringify(withChange(before, change)) !== JSON.stringify(withChange(before, {}));
  return changes || (change.order ?? []).length > 0
    ? null
    : { text: 'Nothing would change: these limits count already.' };
}

function whyNotOrders({ order = [] }: LimitsChange, clusters: readonly RollingCluster[]): Refusal | null {
  for (const { cluster, hosts } of order) {
    const [found, other] = clusterNamed(clusters, cluster);
    if (found === undefined) {
      const known = clusters.map(({ name }) => name).join(', ');
      return { text: `This run rolls no cluster '${cluster}'. Its clusters: ${known}.` };
    }
    if (other !== undefined)
      return { text: `Several vCenters have a cluster '${cluster}'; say vcenter/${cluster}.` };
    if (found.state === 'ended')
      return { text: `The hosts of ${cluster} have all begun; there is no order left.` };
    if (hosts.length === 0) return { text: `The order of ${cluster} names no host.` };
  }
  return null;
}
