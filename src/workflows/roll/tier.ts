import { condition, getExternalWorkflowHandle } from '@temporalio/workflow';
import type { ClusterOutline } from '../../activities/planning.js';
import { clusterWorkflowId } from '../../domain/ids.js';
import { DEFAULT_LIMITS, type HostOrder } from '../../domain/model/limits.js';
import type { TierKind } from '../../domain/model/plan.js';
import {
  clusterNamed,
  keyOf,
  whyHeld,
  type HostFailure,
  type RollingCluster,
} from '../../domain/rolling/index.js';
import { askOrderSignal, steerRollSignal } from '../messages.js';
import type { beginRun } from '../run.js';
import { tolerant } from '../tolerant.js';
import { newRoll, sharesOf, type CarriedRoll, type ClusterRoll } from './cluster-roll.js';
import type { RollReport, Steering } from './steering.js';
import { withUnattested } from './unattested.js';

/** The tier under way as the next history of a run knows it. */
export interface CarriedTier {
  readonly tier: TierKind;
  /** All clusters of the plan with hosts to upgrade, whatever their tier. */
  readonly planned: readonly ClusterOutline[];
  /** By cluster, of the tier under way. */
  readonly rolls: Readonly<Record<string, CarriedRoll>>;
}

/** What the run knows of the rolls of the tier under way, and what it tells them. */
export function createTier(
  run: ReturnType<typeof beginRun>,
  accepted: () => readonly string[],
  carried?: CarriedTier,
) {
  let planned = carried?.planned ?? [];
  let tier: TierKind = carried?.tier ?? 'authority-hosts';
  const answers: Record<string, { readonly why: string | null }> = {};
  /** Words to rolls that are on their way. */
  let telling = 0;

  const workflowIdOf = ({ outline: { cluster } }: Pick<ClusterRoll, 'outline'>): string =>
    clusterWorkflowId(run.status.estate, cluster);
  const isOver = (roll: ClusterRoll): boolean => run.units.isFinished(workflowIdOf(roll));

  function takenUp(outline: ClusterOutline, known: CarriedRoll): ClusterRoll {
    const roll = { ...newRoll(outline), ...known };
    if (isOver(roll)) return { ...roll, state: 'ended' };
    const workflowId = workflowIdOf(roll);
    if (!run.units.isBegun(workflowId)) return roll;
    return { ...roll, state: 'under-way', handle: getExternalWorkflowHandle(workflowId) };
  }

  let rolls: readonly ClusterRoll[] = planned.flatMap((outline) => {
    const known = carried?.rolls[keyOf(outline.cluster)];
    return known === undefined ? [] : [takenUp(outline, known)];
  });

  const limits = () => run.status.limits ?? DEFAULT_LIMITS;
  const done = () => run.status.tiers.find(({ kind }) => kind === tier)?.done ?? 0;
  const tierNow = (some: readonly ClusterRoll[]) => ({
    tier,
    total: rolls.reduce((sum, { outline }) => sum + outline.hostCount, 0),
    failures: some.flatMap(({ failures }) => failures),
    accepted: accepted(),
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

  /** A skipped host is a debt from this moment on; the tier is done without it. */
  function tellSkipped(roll: ClusterRoll, { host, state, text = 'skipped by decision' }: HostFailure): void {
    if (state !== 'skipped') return;
    const known = roll.failures.some((old) => old.state === 'skipped' && keyOf(old.host) === keyOf(host));
    if (known) return;
    const rule = tier === 'authority-hosts' ? 'ORD-3' : 'ORD-5';
    run.tell('tier.skipped', host.name, text, {
      tier,
      debt: { kind: 'host-skipped', subject: host.name, rule, text },
    });
  }

  return {
    get rolls(): readonly ClusterRoll[] {
      return rolls;
    },
    get planned(): readonly ClusterOutline[] {
      return planned;
    },
    set planned(outlines) {
      planned = outlines.filter(({ hostCount }) => hostCount > 0);
    },
    /** No word to a roll is on its way that a new history would not know of. */
    get isQuiet(): boolean {
      return telling === 0;
    },
    /** What a roll's grant and the start of the next one depend on, apart from the rolls themselves. */
    get outside(): string {
      return JSON.stringify([limits(), run.status.order, done()]);
    },
    get clusters(): readonly RollingCluster[] {
      return planned.map(({ cluster: { vcenter, name, moid } }) => {
        const roll = rolls.find(
          ({ outline: { cluster } }) => cluster.vcenter === vcenter && cluster.moid === moid,
        );
        const ended = run.units.isFinished(clusterWorkflowId(run.status.estate, { vcenter, moid }));
        return { vcenter, name, state: ended ? 'ended' : (roll?.state ?? 'waiting') };
      });
    },
    workflowIdOf,
    steeringOf,
    /** Those of an earlier history stay as they are known. */
    enter(kind: TierKind, outlines: readonly ClusterOutline[]): void {
      const known = tier === kind ? rolls : [];
      tier = kind;
      rolls = outlines
        .filter(({ hostCount }) => hostCount > 0)
        .map(
          (outline) =>
            known.find((roll) => keyOf(roll.outline.cluster) === keyOf(outline.cluster)) ?? newRoll(outline),
        );
    },
    hear({ cluster, failures, holds, answer }: RollReport): void {
      if (answer !== undefined) answers[`${answer.id} ${keyOf(cluster)}`] = answer;
      const roll = rolls.find(({ outline }) => keyOf(outline.cluster) === keyOf(cluster));
      if (roll === undefined) return;
      for (const failure of failures) tellSkipped(roll, failure);
      roll.failures = failures;
      roll.held = Math.max(holds, roll.granted);
    },
    async tell(word: () => Promise<void>): Promise<void> {
      telling++;
      await tolerant(word);
      telling--;
    },
    /** Tells every roll under way what is new for it. */
    async steer(): Promise<void> {
      const numbers = sharesOf(rolls, limits(), done() > 0);
      for (const [index, roll] of rolls.entries()) {
        roll.granted = numbers[index] ?? 0;
        roll.held = Math.max(roll.held, roll.granted);
      }
      for (const roll of rolls) {
        const steering = steeringOf(roll);
        const told = JSON.stringify(steering);
        const { handle } = roll;
        if (handle === undefined || roll.state !== 'under-way' || told === roll.told) continue;
        roll.told = told;
        await this.tell(() => handle.signal(steerRollSignal, steering));
      }
    },
    /** Asks a roll under way whether its hosts can be taken in this order; null = they can. */
    async askOrder(roll: ClusterRoll, id: string, hosts: HostOrder['hosts']): Promise<string | null> {
      const { handle } = roll;
      if (handle === undefined) return null;
      const key = `${id} ${keyOf(roll.outline.cluster)}`;
      await this.tell(() => handle.signal(askOrderSignal, { id, hosts }));
      await condition(() => answers[key] !== undefined || roll.state !== 'under-way');
      return answers[key]?.why ?? null;
    },
    /** What holds the tier or one of its clusters now. */
    whyHeld() {
      const now = withUnattested(tierNow(rolls));
      const whole = whyHeld(now, limits());
      // What is accepted for the tier is accepted for its clusters: one gate is enough.
      if (whole !== null) return [whole];
      const parts = rolls.map(({ outline }) =>
        whyHeld(now, limits(), { ...outline.cluster, total: outline.hostCount }),
      );
      return parts.filter((hold) => hold !== null);
    },
    carried: (): CarriedTier => ({
      tier,
      planned,
      rolls: Object.fromEntries(
        rolls.map(({ outline, granted, held, failures, told }) => [
          keyOf(outline.cluster),
          { granted, held, failures, told },
        ]),
      ),
    }),
  };
}
