import type { RunLimits } from '../model/limits.js';

/** One cluster that is rolled, or may be. */
export interface Sharer {
  readonly vcenter: string;
  /** What it could use at most; see `atOnce`. */
  readonly most: number;
  /** What it may still have in hand: what it was granted last, until it has told that it holds less. */
  readonly held: number;
  /** False = it may keep what it has and gets no more. */
  readonly mayGrow: boolean;
}

/**
 * How many hosts each cluster may have in hand, so that the limits per cluster, per vCenter and of the run hold
 * together whatever the clusters do. What one still holds is not given to another.
 *
 * @param sharers - in the order in which they are served
 * @returns one number per sharer
 * @rule ORD-8
 */
export function shareOut(sharers: readonly Sharer[], { concurrency }: RunLimits): number[] {
  const { perVCenter, global } = concurrency;
  const shares = sharers.map(() => 0);
  /** Places that are taken, in all or in one vCenter: granted now, or held and not yet given back. */
  const taken = (vcenter?: string, isHeld = true): number =>
    sharers.reduce(
      (sum, one, index) =>
        vcenter === undefined || one.vcenter === vcenter
          ? sum + Math.max(shares[index] ?? 0, isHeld ? one.held : 0)
          : sum,
      0,
    );
  const grow = (index: number, isHeld: boolean): boolean => {
    const one = sharers[index];
    const share = shares[index] ?? 0;
    if (one === undefined || share >= one.most) return false;
    // A place that it holds itself is no new one.
    const isNew = isHeld && share >= one.held ? 1 : 0;
    const needed = isHeld ? isNew : 1;
    if (taken(undefined, isHeld) + needed > global || taken(one.vcenter, isHeld) + needed > perVCenter)
      return false;
    shares[index] = share + 1;
    return true;
  };
  // First everybody keeps what he has, as far as the limits go; then what is left goes round.
  for (const [index, { held }] of sharers.entries()) {
    while ((shares[index] ?? 0) < held && grow(index, false));
  }
  for (let isGiving = true; isGiving;) {
    isGiving = false;
    for (const [index, { mayGrow }] of sharers.entries()) {
      if (mayGrow && grow(index, true)) isGiving = true;
    }
  }
  return shares;
}
