import type { ClusterRef, HostRef } from '../model/inventory.js';
import type { FailureBudget } from '../model/limits.js';

/** A host that did not get through: parked, or skipped by decision. */
export interface HostFailure {
  readonly host: HostRef;
  readonly cluster: ClusterRef;
  readonly state: 'parked' | 'skipped';
  /** Step and cause without names and numbers; absent = nobody could tell, which is a class of its own. */
  readonly failureClass?: string;
  /** Why it was skipped, in words. */
  readonly text?: string;
}

/** Step in which a host fails that does not attest after its boot; first word of its failure class. */
const ATTESTATION = 'attestation';

/**
 * Hosts that do not attest after their boot. What they miss (a base image, a service that answers) the next one would
 * miss too, so that no budget tolerates them.
 *
 * @rule ORD-5
 */
export const unattestedOf = (failures: readonly HostFailure[]): readonly HostFailure[] =>
  failures.filter(({ failureClass }) => failureClass?.startsWith(`${ATTESTATION}: `));

/** A moid is unique in its vCenter only. */
export const keyOf = ({ vcenter, moid }: { readonly vcenter: string; readonly moid: string }): string =>
  `${vcenter}/${moid}`;

/** How many of `total` hosts may be failed while others are begun: count and percent both hold. */
export function toleratedBy({ count, percent }: FailureBudget, total: number): number {
  return Math.min(count, Math.floor((total * percent) / 100));
}

/**
 * True when no further host may be begun: more are failed than either the count or the percentage allows.
 *
 * @param total - hosts of the tier or cluster that the budget is of
 * @rule ORD-8
 */
export function isBudgetSpent(budget: FailureBudget, failed: number, total: number): boolean {
  return failed > toleratedBy(budget, total);
}

/**
 * The same class of failure on two hosts is no accident: it would hit the others too. A class that was accepted once
 * stays known, so a third host with it counts at once.
 *
 * @param accepted - keys of hosts whose failure was accepted by an approval
 * @returns the class and its hosts, or null
 * @rule ORD-8
 */
export function correlatedFailure(
  failures: readonly HostFailure[],
  accepted: readonly string[] = [],
): { readonly failureClass: string; readonly hosts: readonly HostRef[] } | null {
  for (const { host, failureClass } of failures) {
    if (accepted.includes(keyOf(host))) continue;
    const alike = failures.filter((other) => other.failureClass === failureClass);
    if (alike.length > 1)
      return { failureClass: failureClass ?? 'unknown', hosts: alike.map((other) => other.host) };
  }
  return null;
}
