import type { ClusterRef } from '../model/inventory.js';
import type { RunLimits } from '../model/limits.js';
import type { TierKind } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';
import {
  correlatedFailure,
  isBudgetSpent,
  keyOf,
  toleratedBy,
  unattestedOf,
  type HostFailure,
} from './failures.js';

/** What failed in a tier, and what was accepted of it. */
export interface TierFailures {
  readonly tier: TierKind;
  /** Hosts with a step in the tier. */
  readonly total: number;
  readonly failures: readonly HostFailure[];
  /** Keys of hosts whose failure was accepted at a hold gate: they count no longer. */
  readonly accepted: readonly string[];
  /** Whether one host that does not attest holds the tier; absent in runs of earlier releases, where a budget told. */
  readonly unattestedHolds?: boolean;
}

/** Nothing new begins in the tier, or in one cluster of it, until somebody approves or a failed host goes on. */
export interface Hold {
  /** Tier, or `vcenter/moid` of the cluster; part of the gate's ID. */
  readonly subject: string;
  readonly why: WhyNot;
  /** For the approver: which hosts, which class. */
  readonly evidence: readonly string[];
  /** Names of the failed hosts that nobody has accepted yet. */
  readonly names: readonly string[];
  /** Keys of the hosts that an approval accepts. */
  readonly hosts: readonly string[];
}

/**
 * Why nothing new may begin in the tier (no `cluster`), or in this cluster of it for its own sake.
 *
 * A parked Trust Authority host does not count here: while it is parked no other one begins anyway (INV-4).
 *
 * @param cluster - with the number of its hosts
 * @rule ORD-5, ORD-8, INV-4
 */
export function whyHeld(
  { tier, total, failures, accepted, unattestedHolds = false }: TierFailures,
  { failureBudget }: RunLimits,
  cluster?: ClusterRef & { readonly total: number },
): Hold | null {
  const isAuthority = tier === 'authority-hosts';
  const counted = failures.filter(
    (failure) =>
      (!isAuthority || failure.state === 'skipped') &&
      (cluster === undefined || keyOf(failure.cluster) === keyOf(cluster)),
  );
  const open = counted.filter(({ host }) => !accepted.includes(keyOf(host)));
  const subject = cluster === undefined ? tier : keyOf(cluster);
  const hold = (have: string, need: string, rule = 'ORD-8'): Hold => ({
    subject,
    why: {
      kind: 'failure-budget',
      subject: cluster?.name ?? tier,
      have,
      need,
      rule,
      youMay: [
        { who: 'operator', what: 'decide about the failed hosts; those that go on count no longer' },
        { who: 'approver', what: `approve or reject the gate hold/${subject}` },
      ],
    },
    evidence: [have, ...open.map(lineOf)],
    names: open.map(({ host }) => host.name),
    hosts: counted.map(({ host }) => keyOf(host)),
  });

  const unattested = cluster === undefined && unattestedHolds ? unattestedOf(open) : [];
  if (unattested.length > 0) {
    return hold(
      `not attested after the boot: ${unattested.map(({ host }) => host.name).join(', ')}`,
      'attested, or an approval that the next host begins all the same',
      'ORD-5',
    );
  }
  const alike = cluster === undefined ? correlatedFailure(counted, accepted) : null;
  if (alike !== null) {
    const names = alike.hosts.map(({ name }) => name).join(', ');
    return hold(
      `${alike.hosts.length} hosts failed alike (${alike.failureClass}): ${names}`,
      'failures of different kinds, or an approval that the roll goes on',
    );
  }
  const budget = cluster === undefined ? tierBudget(failureBudget, isAuthority) : failureBudget.perCluster;
  const of = cluster?.total ?? total;
  if (!isBudgetSpent(budget, open.length, of)) return null;
  return hold(
    `${open.length} of ${of} hosts failed: ${open.map(({ host }) => host.name).join(', ')}`,
    `at most ${toleratedBy(budget, of)} (${budget.count}, and ${budget.percent} %), or an approval`,
  );
}

const tierBudget = ({ authority, trusted }: RunLimits['failureBudget'], isAuthority: boolean) =>
  isAuthority ? authority : trusted;

function lineOf({ host, cluster, state, failureClass, text }: HostFailure): string {
  const why = text === undefined ? '' : `: ${text}`;
  return `${host.name} (${cluster.name}) ${state}, class ${failureClass ?? 'unknown'}${why}`;
}
