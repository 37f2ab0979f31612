import {
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import type { ClusterOutline } from '../activities/planning.js';
import type { HostOrder } from '../domain/model/limits.js';
import type { TierKind } from '../domain/model/plan.js';
import { clusterNamed, whyNotReorder, type RollingCluster } from '../domain/rolling/index.js';
import { records } from './activity-proxies.js';
import { controlSignal, rollReportSignal } from './messages.js';
import type { RollResult } from './roll-cluster.js';
import type { ClusterRoll, RollChild } from './roll/cluster-roll.js';
import { beginHolds, type CarriedHolds } from './roll/holds.js';
import type { RollReport, Steering } from './roll/steering.js';
import { createTier, type CarriedTier } from './roll/tier.js';
import { HistoryEnds, type beginRun, type RunEnds } from './run.js';

type Run = ReturnType<typeof beginRun>;

/** What the next history of a run knows of its rolls; set by continue-as-new only. */
export interface CarriedRolls extends CarriedTier {
  readonly holds: CarriedHolds;
}

/**
 * Rolls the clusters of a tier, as many at the same time as the limits allow, and holds the tier when too much fails.
 * A roll decides about its own hosts at once; the run shares out the limits and adds up the failures.
 *
 * @rule ORD-7, ORD-8, INV-4
 */
export function beginRolls(run: Run, carried?: CarriedRolls) {
  const holds = beginHolds(run, carried?.holds);
  const tier = createTier(run, () => holds.accepted, carried);
  let hasNews = false;

  setHandler(rollReportSignal, (report: RollReport) => {
    tier.hear(report);
    hasNews = true;
  });

  return {
    /** Before the first tier: the clusters that there will be. */
    plan(outlines: readonly ClusterOutline[]): void {
      tier.planned = outlines;
    },
    get clusters(): readonly RollingCluster[] {
      return tier.clusters;
    },
    steer: () => tier.steer(),
    /** No word to a roll is on its way that a new history would not know of. */
    get isQuiet(): boolean {
      return tier.isQuiet;
    },
    carried: (): CarriedRolls => ({ ...tier.carried(), holds: holds.carried() }),
    /** Asks the roll of a cluster, or its plan, whether its hosts can be taken in this order. */
    async whyNotOrder(id: string, { cluster, hosts }: HostOrder): Promise<string | null> {
      const [roll] = clusterNamed(tier.rolls, cluster);
      if (roll?.state === 'under-way') return tier.askOrder(roll, id, hosts);
      const found = tier.planned.find((outline) => clusterNamed([outline.cluster], cluster).length > 0);
      if (found === undefined) return null;
      const { vcenter, moid, name } = found.cluster;
      const step = await records.loadClusterStep({ planHash: run.status.planHash, vcenter, cluster: moid });
      return whyNotReorder(name, step.hosts, step.hosts, hosts);
    },

    /**
     * @param start - begins the roll of a cluster
     * @param ended - told of every result; answers how the run ends because of it, if it does
     * @throws RunEnds @throws HistoryEnds
     */
    async roll(
      kind: TierKind,
      outlines: readonly ClusterOutline[],
      start: (outline: ClusterOutline, steering: Steering, outlives: boolean) => Promise<RollChild>,
      ended: (outline: ClusterOutline, result: RollResult) => RunEnds | undefined,
    ): Promise<void> {
      tier.enter(kind, outlines);
      const endings: unknown[] = [];
      let isLeaving = false;

      async function begin(roll: ClusterRoll): Promise<void> {
        await run.safePoint();
        const steering = tier.steeringOf(roll);
        roll.told = JSON.stringify(steering);
        await new Promise<void>((begun) => {
          const over = follow(roll, async (outlives) => {
            const child = await start(roll.outline, steering, outlives);
            begun();
            return child;
          });
          void over.then(begun);
        });
      }
      /** Also one that an earlier history began. */
      function follow(roll: ClusterRoll, startIt: (outlives: boolean) => Promise<RollChild>): Promise<void> {
        roll.state = 'under-way';
        const workflowId = tier.workflowIdOf(roll);
        roll.handle = getExternalWorkflowHandle(workflowId);
        return run.units.run<RollResult>(workflowId, startIt, untilLeaving).then(
          (result) => end(roll, ended(roll.outline, result)),
          (error: unknown) => end(roll, error),
        );
      }
      /** Only the loop below ends a history, so that no end of a roll is dealt with by half. */
      async function untilLeaving(isDone: () => boolean): Promise<void> {
        await condition(() => isLeaving || isDone());
        if (isLeaving) throw new HistoryEnds();
      }
      function end(roll: ClusterRoll, ending: unknown): void {
        if (ending instanceof HistoryEnds) return;
        if (ending !== undefined) endings.push(ending);
        hasNews = true;
        roll.state = 'ended';
        roll.held = 0;
        roll.granted = 0;
      }

      for (const roll of tier.rolls.filter(({ state }) => state === 'under-way')) {
        const isBegun = new Error(`${tier.workflowIdOf(roll)} is begun already`);
        void follow(roll, () => Promise.reject(isBegun));
      }
      let left: HistoryEnds | undefined;
      try {
        while (endings.length === 0 && tier.rolls.some(({ state }) => state !== 'ended')) {
          const rejected = await holds.judge(() => tier.whyHeld());
          if (rejected !== undefined) throw rejected;
          await tier.steer();
          const next = tier.rolls.find(({ state, granted }) => state === 'waiting' && granted > 0);
          if (next !== undefined) {
            await begin(next);
            continue;
          }
          const before = tier.outside;
          await run.until(() => takeNews() || holds.isDecided || before !== tier.outside);
        }
      } catch (error) {
        if (error instanceof HistoryEnds) left = error;
        else endings.push(error);
      }
      // What ends in the same moment is dealt with here: the next history does not hear of it again.
      if (left !== undefined) await condition(() => !goingRolls().some(hasEnded));
      const [ending] = endings;
      if (ending !== undefined) {
        await CancellationScope.nonCancellable(() => bringIn(isCancellation(ending)));
        throw ending;
      }
      if (left === undefined) return holds.close();
      isLeaving = true;
      throw left;
    },
  };

  function goingRolls(): readonly ClusterRoll[] {
    return tier.rolls.filter(({ state }) => state === 'under-way');
  }

  function hasEnded(roll: ClusterRoll): boolean {
    return run.units.hasEnded(tier.workflowIdOf(roll));
  }

  function takeNews(): boolean {
    const had = hasNews;
    hasNews = false;
    return had;
  }

  /** The rolls that are still under way end at their safe points; then the run can. Cancelled, they know already. */
  async function bringIn(isCancelled: boolean): Promise<void> {
    const going = goingRolls();
    for (const { handle } of isCancelled ? [] : going) {
      if (handle !== undefined)
        await tier.tell(() => handle.signal(controlSignal, { paused: false, aborting: true }));
    }
    await condition(() => going.every(({ state }) => state === 'ended'));
  }
}
