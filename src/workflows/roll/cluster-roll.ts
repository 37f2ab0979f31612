import type { ChildWorkflowHandle, Workflow } from '@temporalio/workflow';
import type { ClusterOutline } from '../../activities/planning.js';
import type { RunLimits } from '../../domain/model/limits.js';
import { atOnce, shareOut, type HostFailure, type RollingCluster } from '../../domain/rolling/index.js';
import type { RollResult } from '../roll-cluster.js';

export type RollChild = Pick<ChildWorkflowHandle<Workflow>, 'signal'> & { result(): Promise<RollResult> };

/** What the run knows of a roll beside its workflow, as it goes through continue-as-new. */
export type CarriedRoll = Pick<ClusterRoll, 'granted' | 'held' | 'failures' | 'told'>;

/** One cluster of the tier under way, as the run sees it. */
export interface ClusterRoll extends RollingCluster {
  readonly outline: ClusterOutline;
  state: RollingCluster['state'];
  /** Where its workflow is told something; absent before it is begun. */
  handle?: Pick<RollChild, 'signal'>;
  /** What it may have in hand. */
  granted: number;
  /** What it may still hold of earlier grants. */
  held: number;
  failures: readonly HostFailure[];
  /** What it was told last. */
  told: string;
}

export function newRoll(outline: ClusterOutline): ClusterRoll {
  const { vcenter, name } = outline.cluster;
  return { outline, vcenter, name, state: 'waiting', granted: 0, held: 0, failures: [], told: '' };
}

/**
 * What each cluster of the tier may have in hand. The first one proves the image: until its test host is through, no
 * other one begins.
 *
 * @rule IMG-5, ORD-8
 */
export function sharesOf(rolls: readonly ClusterRoll[], limits: RunLimits, isProven: boolean): number[] {
  const going = rolls.filter(({ state }) => state !== 'ended');
  const numbers = shareOut(
    going.map(({ vcenter, outline: { role, vsan }, held, state }, index) => ({
      vcenter,
      held: state === 'under-way' ? held : 0,
      most: atOnce(
        { role, granted: Number.MAX_SAFE_INTEGER, ...(vsan === undefined ? {} : { vsan }) },
        limits,
      ),
      mayGrow: index === 0 || isProven,
    })),
    limits,
  );
  return rolls.map((roll) => numbers[going.indexOf(roll)] ?? 0);
}
