import { CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { ClusterOutline } from '../activities/planning.js';
import { DEFAULT_LIMITS, type HostOrder } from '../domain/model/limits.js';
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
import { newRoll, sharesOf, tolerant, type ClusterRoll, type RollChild } from './roll/cluster-roll.js';
import { beginHolds } from './roll/holds.js';
import type { RollReport, Steering } from './roll/steering.js';
import type { beginRun, RunEnds } from './run.js';

type Run = ReturnType<typeof beginRun>;

/**
 * Rolls the clusters of a tier, as many at the same time as the limits allow, and holds the tier when too much fails.
 * A roll decides about its own hosts at once; the run shares out the limits and adds up the failures.
 *
 * @rule ORD-7, ORD-8, INV-4
 */
export function beginRolls(run: Run) {
  /** All clusters of the plan with hosts to upgrade, whatever their tier. */
  let planned: readonly ClusterOutline[] = [];
  const over = new Set<string>();
  const answers: Record<string, { readonly why: string | null }> = {};
  let rolls: ClusterRoll[] = [];
  let tier: TierKind = 'authority-hosts';
  let hasNews = false;
  const holds = beginHolds(run);

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
      if (roll.child === undefined || roll.state !== 'under-way' || told === roll.told) continue;
      roll.told = told;
      await tolerant(roll.child, (child) => child.signal(steerRollSignal, steering));
    }
  }

  return {
    /** Before the first tier: the clusters that there will be. */
    plan(outlines: readonly ClusterOutline[]): void {
      planned = outlines.filter(({ hostCount }) => hostCount > 0);
    },
    get clusters(): readonly RollingCluster[] {
      return planned.map(({ cluster }) => {
        const roll = rolls.find(({ outline }) => keyOf(outline.cluster) === keyOf(cluster));
        const state = over.has(keyOf(cluster)) ? 'ended' : (roll?.state ?? 'waiting');
        return { vcenter: cluster.vcenter, name: cluster.name, state };
      });
    },
    steer,
    /** Asks the roll of a cluster, or its plan, whether its hosts can be taken in this order. */
    async whyNotOrder(id: string, { cluster, hosts }: HostOrder): Promise<string | null> {
      const [roll] = clusterNamed(rolls, cluster);
      if (roll?.child === undefined || roll.state !== 'under-way') {
        const found = planned.find(
          ({ cluster: { vcenter, name } }) => clusterNamed([{ vcenter, name }], cluster).length > 0,
        );
        if (found === undefined) return null;
        const { vcenter, moid, name } = found.cluster;
        const step = await records.loadClusterStep({ planHash: run.status.planHash, vcenter, cluster: moid });
        return whyNotReorder(name, step.hosts, step.hosts, hosts);
      }
      const key = `${id} ${keyOf(roll.outline.cluster)}`;
      await tolerant(roll.child, (child) => child.signal(askOrderSignal, { id, hosts }));
      await condition(() => answers[key] !== undefined || roll.state !== 'under-way');
      return answers[key]?.why ?? null;
    },

    /**
     * @param start - begins the roll of a cluster
     * @param ended - told of every result; answers how the run ends because of it, if it does
     * @throws RunEnds
     */
    async roll(
      kind: TierKind,
      outlines: readonly ClusterOutline[],
      start: (outline: ClusterOutline, steering: Steering) => Promise<RollChild>,
      ended: (outline: ClusterOutline, result: RollResult) => RunEnds | undefined,
    ): Promise<void> {
      tier = kind;
      rolls = outlines.filter(({ hostCount }) => hostCount > 0).map((outline) => newRoll(outline));
      const endings: unknown[] = [];
      const failed = (error: unknown): void => void endings.push(error);

      async function begin(roll: ClusterRoll): Promise<void> {
        await run.safePoint();
        roll.state = 'under-way';
        const steering = steeringOf(roll);
        roll.told = JSON.stringify(steering);
        const child = await start(roll.outline, steering);
        roll.child = child;
        void run.relay(child).then(
          (result) => end(roll, () => ended(roll.outline, result)),
          (error: unknown) => end(roll, () => error),
        );
      }
      function end(roll: ClusterRoll, how: () => unknown): void {
        const error = how();
        if (error !== undefined) failed(error);
        roll.state = 'ended';
        over.add(keyOf(roll.outline.cluster));
        roll.held = 0;
        roll.granted = 0;
        hasNews = true;
      }

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
          await condition(
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
    for (const { child } of isCancelled ? [] : going) {
      if (child !== undefined)
        await tolerant(child, (it) => it.signal(controlSignal, { paused: false, aborting: true }));
    }
    await condition(() => going.every(({ state }) => state === 'ended'));
  }
}
