import type { RunReport } from '../../src/cli/client/types.js';
import type { Referee } from '../../src/composition/demo/lab-control.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import { differences, type Difference } from './compare.js';
import type { RunPlan } from './draw.js';
import { hostNames } from './draw-estate.js';
import type { LabState } from './lab.js';
import { patiently } from './operator.js';
import type { Played } from './run.js';
import { effectSets, type EffectSets } from './sets.js';
import type { Stack } from './stack.js';

/** Kinds of failure, each with an exit code of its own. */
export const EXIT_CODES = { safety: 129, liveness: 128, crash: 127, timeout: 124 } as const;
export type FailureClass = keyof typeof EXIT_CODES;

export interface Failure {
  readonly class: FailureClass;
  /** Rule that was broken first, or what was missing. */
  readonly rule: string;
  readonly text: string;
  /** Entry of the journal at which it was seen. */
  readonly seq?: number;
}

/** Everything that one run showed. */
export interface Verdict {
  readonly plan: RunPlan;
  readonly played: Played;
  readonly referee: Pick<Referee, 'ok' | 'violations' | 'unknown' | 'verdicts'>;
  readonly sets: EffectSets;
  readonly compared: number;
  readonly differences: readonly Difference[];
  readonly failures: readonly Failure[];
  readonly journal: readonly JournalEntry[];
  readonly state: LabState;
}

/** Judges a run that has ended: what the referee saw, what the product shows, what became of the effects. */
export async function judgeRun(stack: Stack, plan: RunPlan, played: Played): Promise<Verdict> {
  const { lab } = stack;
  const inventory = played.run === undefined ? undefined : await inventoryOf(stack);
  const [referee, journal, state] = [
    await lab.referee(unfinishedAtOnce(plan, played)),
    await lab.journal(),
    await lab.state(),
  ];
  const { compared, differences: wrong } =
    inventory === undefined ? { compared: 0, differences: [] } : differences(state, played.hosts, inventory);
  const debts = played.run?.debts ?? [];
  const told = (referee as Referee & { sets?: { repeated: string[]; unexpected: string[] } }).sets;
  const sets = effectSets(journal, played.hosts, played.struck, {
    repeated: told?.repeated ?? [],
    unexpected: told?.unexpected ?? [],
  });
  const violations = referee.violations.filter(
    (violation) =>
      !isByHand(journal, violation) &&
      !(violation.rule === 'maintenance' && isTold(debts, violation.subject, played)),
  );
  const failures = [
    ...violations.map((it): Failure => ({
      class: 'safety',
      rule: it.rule,
      text: `${it.subject}: ${it.text}`,
      ...seqOf(it),
    })),
    ...referee.unknown.map((text): Failure => ({ class: 'safety', rule: 'unknown', text })),
    ...sets.lost.map((text): Failure => ({ class: 'safety', rule: 'effect lost', text })),
    ...sets.repeated.map((text): Failure => ({ class: 'safety', rule: 'effect repeated', text })),
    ...wrong.map(({ host, what, shown, truth }): Failure => ({
      class: 'safety',
      rule: 'shown state',
      text: `${host}: ${what} is shown as ${shown}, it is ${truth}`,
    })),
    ...(played.end === 'stuck'
      ? [
          {
            class: played.isTimeOver === true ? 'timeout' : 'liveness',
            rule: 'does not end',
            text: played.missing.join('; '),
          } as const,
        ]
      : []),
    ...(played.end === 'parked' && played.missing.length === 0
      ? [
          {
            class: 'liveness',
            rule: 'parked without a reason',
            text: 'nothing is shown as waited for',
          } as const,
        ]
      : []),
  ];
  return { plan, played, referee, sets, compared, differences: wrong, failures, journal, state };

  async function inventoryOf({ requester: { api } }: Stack) {
    await patiently(() => api.survey('lab'));
    return patiently(() => api.inventory('lab'));
  }
}

/**
 * How many trusted hosts of a cluster may be begun and not finished: those in hand, and those that were set aside within
 * the failure budget or by a person's decision.
 */
function unfinishedAtOnce({ hostsPerCluster, topology }: RunPlan, { setAside = [] }: Played): number {
  const { trusted } = hostNames(topology);
  return hostsPerCluster + setAside.filter((name) => trusted.includes(name)).length;
}

/** A host in maintenance mode that the ended run names, or that a person has skipped, is left there with its knowledge. */
const isTold = (debts: RunReport['debts'], subject: string, { end }: Played): boolean =>
  debts.some(
    (debt) =>
      (end === 'parked' || debt.kind === 'host-skipped') &&
      (debt.subject === subject || debt.text.includes(subject)),
  );

/** Brought about by an administrator of the estate, who may do what the product must not. */
function isByHand(journal: readonly JournalEntry[], violation: Referee['violations'][number]): boolean {
  const { seq } = seqOf(violation);
  const entry =
    violation.rule === 'maintenance'
      ? journal.findLast(
          ({ effect, subject }) => effect === 'host.maintenance.requested' && subject === violation.subject,
        )
      : journal.find((line) => line.seq === seq);
  return entry?.login.startsWith('administrator@') === true;
}

const seqOf = (violation: object): { seq?: number } => {
  const { seq } = violation as { seq?: unknown };
  return typeof seq === 'number' ? { seq } : {};
};
