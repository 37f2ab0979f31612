import {
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import type { ClusterOutline } from '../activities/planning.js';
import { DEFAULT_LIMITS, type HostOrder } from '../domain/model/limits.js';
import { clusterWorkflowId } from '../domain/ids.js';
import type { TierKind } from '../domain/model/plan.js';
import {
  clusterNamed,
  keyOf,
  whyHeld,
  whyNotReorder,
  type HostFailure,
  type RollingCluster,
} from '../domain/rolling/index.js';
import { records } from './activity-proxies.js';
import { askOrderSignal, controlSignal, rollReportSignal, steerRollSignal } from './messages.js';
import type { RollResult } from './roll-cluster.js';
import {
  newRoll,
  sharesOf,
  tolerant,
  type CarriedRoll,
  type ClusterRoll,
  type RollChild,
} from './roll/cluster-roll.js';
import { beginHolds, type CarriedHolds } from './roll/holds.js';
import type { RollReport, Steering } from './roll/steering.js';
import { HistoryEnds, type beginRun, type RunEnds } from './run.js';

type Run = ReturnType<typeof beginRun>;

/** What the next history of a run knows of its rolls; set by continue-as-new only. */
export interface CarriedRolls {
  readonly holds: CarriedHolds;
  /** By cluster, of the tier under way. */
  readonly rolls: Readonly<Record<string, CarriedRoll>>;
}

/**
 * Rolls the clusters of a tier, as many at the same time as the limits allow, and holds the tier when too much fails.
 * A roll decides about its own hosts at once; the run shares out the limits and adds up the failures.
 *
 * @rule ORD-7, ORD-8, INV-4
 */
export function beginRolls(run: Run, carried?: CarriedRolls) {
  /** All clusters of the plan with hosts to upgrade, whatever their tier. */
  let planned: readonly ClusterOutline[] = [];
  const answers: Record<string, { readonly why: string | null }> = {};
  let rolls: ClusterRoll[] = [];
  let tier: TierKind = 'authority-hosts';
  let hasNews = false;
  /** Words to rolls that are on their way. */
  let telling = 0;
  const holds = beginHolds(run, carried?.holds);

  setHandler(rollReportSignal, ({ cluster, failures, holds: held, answer }: RollReport) => {
    if (answer !== undefined) answers[`${answer.id} ${keyOf(cluster)}`] = answer;
    const roll = rolls.find(({ outline }) => keyOf(outline.cluster) === keyOf(cluster));
    if (roll === undefined) return;
    for (const failure of failures) tellSkipped(roll, failure);
    roll.failures = failures;
    roll.held = Math.max(held, roll.granted);
    hasNews = true;
  });

  /** A skipped host is a debt from this moment on; the tier is done without it. */
  function tellSkipped(roll: ClusterRoll, { host, state, text = 'skipped by decision' }: HostFailure): void {
    if (state !== 'skipped') return;
    const known = roll.failures.some((old) => old.state === 'skipped' && keyOf(old.host) === keyOf(host));
    if (known) return;
    run.tell('tier.skipped', host.name, `${host.name} is skipped: ${text}`, {
      tier,
      debt: { kind: 'host-skipped', subject: host.name, rule: 'ORD-8', text },
    });
  }

  const limits = () => run.status.limits ?? DEFAULT_LIMITS;
  const done = () => run.status.tiers.find(({ kind }) => kind === tier)?.done ?? 0;
  const failuresOf = (some: readonly ClusterRoll[]) => some.flatMap(({ failures }) => failures);
  const total = () => rolls.reduce((sum, { outline }) => sum + outline.hostCount, 0);
  const tierNow = (some: readonly ClusterRoll[]) => ({
    tier,
    total: total(),
    failures: failuresOf(some),
    accepted: holds.accepted,
  });

  function steeringOf(roll: ClusterRoll): Steering {
    const others = rolls.filter((other) => other !== roll);
    const order = (run.status.order ?? []).find(({ cluster }) => clusterNamed([roll], cluster).length > 0);
    return {
      limits: limits(),
      granted: roll.granted,
      tier: tierNow(others),
      ...(order === undefined ? {} : { order: order.hosts }),
    };
  }

  /** Tells every roll under way what is new for it. */
  async function steer(): Promise<void> {
    const numbers = sharesOf(rolls, limits(), done() > 0);
    for (const [index, roll] of rolls.entries()) {
      roll.granted = numbers[index] ?? 0;
      roll.held = Math.max(roll.held, roll.granted);
    }
    for (const roll of rolls) {
      const steering = steeringOf(roll);
      const told = JSON.stringify(steering);
      if (roll.handle === undefined || roll.state !== 'under-way' || told === roll.told) continue;
      roll.told = told;
      await tell(roll.handle, (it) => it.signal(steerRollSignal, steering));
    }
  }

  async function tell(...[to, word]: Parameters<typeof tolerant>): Promise<void> {
    telling++;
    try {
      await tolerant(to, word);
    } finally {
      telling--;
    }
  }

  const workflowIdOf = ({ cluster }: ClusterOutline): string => clusterWorkflowId(run.status.estate, cluster);

  return {
    /** Before the first tier: the clusters that there will be. */
    plan(outlines: readonly ClusterOutline[]): void {
      planned = outlines.filter(({ hostCount }) => hostCount > 0);
    },
    get clusters(): readonly RollingCluster[] {
      return planned.map(({ cluster }) => {
        const roll = rolls.find(({ outline }) => keyOf(outline.cluster) === keyOf(cluster));
        const isOver = run.units.isFinished(clusterWorkflowId(run.status.estate, cluster));
        const state = isOver ? 'ended' : (roll?.state ?? 'waiting');
        return { vcenter: cluster.vcenter, name: cluster.name, state };
      });
    },
    steer,
    /** No word to a roll is on its way that a new history would not know of. */
    get isQuiet(): boolean {
      return telling === 0;
    },
    carried: (): CarriedRolls => ({
      holds: holds.carried(),
      rolls: Object.fromEntries(
        rolls.map(({ outline, granted, held, failures, told }) => [
          keyOf(outline.cluster),
          { granted, held, failures, told },
        ]),
      ),
    }),
    /** Asks the roll of a cluster, or its plan, whether its hosts can be taken in this order. */
    async whyNotOrder(id: string, { cluster, hosts }: HostOrder): Promise<string | null> {
      const [roll] = clusterNamed(rolls, cluster);
      if (roll?.handle === undefined || roll.state !== 'under-way') {
        const found = planned.find(
          ({ cluster: { vcenter, name } }) => clusterNamed([{ vcenter, name }], cluster).length > 0,
        );
        if (found === undefined) return null;
        const { vcenter, moid, name } = found.cluster;
        const step = await records.loadClusterStep({ planHash: run.status.planHash, vcenter, cluster: moid });
        return whyNotReorder(name, step.hosts, step.hosts, hosts);
      }
      const key = `${id} ${keyOf(roll.outline.cluster)}`;
      await tell(roll.handle, (it) => it.signal(askOrderSignal, { id, hosts }));
      await condition(() => answers[key] !== undefined || roll.state !== 'under-way');
      return answers[key]?.why ?? null;
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
      tier = kind;
      rolls = outlines
        .filter(({ hostCount }) => hostCount > 0)
        .map((outline) => ({ ...newRoll(outline), ...carried?.rolls[keyOf(outline.cluster)] }));
      const endings: unknown[] = [];
      const failed = (error: unknown): void => void endings.push(error);

      async function begin(roll: ClusterRoll): Promise<void> {
        await run.safePoint();
        const steering = steeringOf(roll);
        roll.told = JSON.stringify(steering);
        await new Promise<void>((begun) => {
          follow(
            roll,
            async (outlives) => {
              const child = await start(roll.outline, steering, outlives);
              begun();
              return child;
            },
            begun,
          );
        });
      }
      /** Also one that an earlier history began; `over` is called when it has ended, or could not be begun. */
      function follow(
        roll: ClusterRoll,
        begin: (outlives: boolean) => Promise<RollChild>,
        over: () => void,
      ): void {
        roll.state = 'under-way';
        const workflowId = workflowIdOf(roll.outline);
        roll.handle = getExternalWorkflowHandle(workflowId);
        void run.units
          .run<RollResult>(workflowId, begin)
          .then(
            (result) => end(roll, () => ended(roll.outline, result)),
            (error: unknown) => end(roll, () => error),
          )
          .then(over);
      }
      /** In an earlier history: under way still, or over. */
      function takeUp(roll: ClusterRoll): void {
        const workflowId = workflowIdOf(roll.outline);
        if (run.units.isFinished(workflowId)) roll.state = 'ended';
        else if (run.units.isBegun(workflowId))
          follow(
            roll,
            () => Promise.reject(new Error(`${workflowId} is begun already`)),
            () => undefined,
          );
      }
      function end(roll: ClusterRoll, how: () => unknown): void {
        const error = how();
        if (error !== undefined) failed(error);
        hasNews = true;
        if (error instanceof HistoryEnds) return;
        roll.state = 'ended';
        roll.held = 0;
        roll.granted = 0;
      }

      for (const roll of rolls) takeUp(roll);
      try {
        while (endings.length === 0 && rolls.some(({ state }) => state !== 'ended')) {
          const rejected = await holds.judge(whyHeldNow);
          if (rejected !== undefined) throw rejected;
          await steer();
          const next = rolls.find(({ state, granted }) => state === 'waiting' && granted > 0);
          if (next !== undefined) {
            await begin(next);
            continue;
          }
          const before = JSON.stringify([limits(), run.status.order, done()]);
          await run.until(
            () =>
              takeNews() ||
              holds.isDecided ||
              before !== JSON.stringify([limits(), run.status.order, done()]),
          );
        }
      } catch (error) {
        failed(error);
      }
      const [ending] = endings;
      if (ending === undefined) return holds.close();
      if (ending instanceof HistoryEnds) throw ending;
      await CancellationScope.nonCancellable(() => bringIn(isCancellation(ending)));
      throw ending;
    },
  };

  /** What holds the tier or one of its clusters now. */
  function whyHeldNow() {
    const now = tierNow(rolls);
    const whole = whyHeld(now, limits());
    // What is accepted for the tier is accepted for its clusters: one gate is enough.
    if (whole !== null) return [whole];
    const parts = rolls.map(({ outline }) =>
      whyHeld(now, limits(), { ...outline.cluster, total: outline.hostCount }),
    );
    return parts.filter((hold) => hold !== null);
  }

  function takeNews(): boolean {
    const had = hasNews;
    hasNews = false;
    return had;
  }

  /** The rolls that are still under way end at their safe points; then the run can. Cancelled, they know already. */
  async function bringIn(isCancelled: boolean): Promise<void> {
    const going = rolls.filter(({ state }) => state === 'under-way');
    for (const { handle } of isCancelled ? [] : going) {
      if (handle !== undefined)
        await tell(handle, (it) => it.signal(controlSignal, { paused: false, aborting: true }));
    }
    await condition(() => going.every(({ state }) => state === 'ended'));
  }
}
