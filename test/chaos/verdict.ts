import type { RunReport } from '../../src/cli/client/types.js';
import type { Referee, RefereeFacts } from '../../src/composition/demo/lab-control.js';
import { factsOf } from '../../src/composition/demo/set-aside.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import { differences, type Difference } from './compare.js';
import type { RunPlan } from './draw.js';
import { hostNames } from './draw-estate.js';
import type { LabState } from './lab.js';
import { patiently } from './operator.js';
import { takePicture } from './picture.js';
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
  const { inventory, journal, state } = await takePicture(stack, played.run !== undefined);
  const referee = await lab.referee(await factsOfRun(stack, plan, played, journal));
  const { compared, differences: wrong } =
    inventory === undefined ? { compared: 0, differences: [] } : differences(state, played.hosts, inventory);
  const told = (referee as Referee & { sets?: { repeated: string[]; unexpected: string[] } }).sets;
  const sets = effectSets(journal, played.hosts, played.struck, {
    repeated: told?.repeated ?? [],
    unexpected: told?.unexpected ?? [],
  });
  const failures = [
    ...referee.violations.map((it): Failure => ({
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
}

/** From the look of a guard to the order that it let pass, in seconds of a busy machine. */
const LOOK_WALL_SECONDS = 2;

/** What the referee cannot read from the journal: the chosen concurrency, and what the product says of its hosts. */
async function factsOfRun(
  { requester: { api } }: Stack,
  { hostsPerCluster, topology, speed }: RunPlan,
  { run, end }: Played,
  journal: readonly JournalEntry[],
): Promise<RefereeFacts> {
  const lookSeconds = LOOK_WALL_SECONDS * speed;
  if (run === undefined) return { hostsPerCluster, lookSeconds };
  const events = await patiently(() => api.events(run.runId));
  const { authority, trusted } = hostNames(topology);
  const knownLeft = [...authority, ...trusted].filter((host) => isTold(run.debts, host, end));
  return { hostsPerCluster, lookSeconds, knownLeft, ...factsOf(run, events, journal) };
}

/** A host in maintenance mode that the ended run names, or that a person has skipped, is left there with its knowledge. */
const isTold = (debts: RunReport['debts'], subject: string, end: Played['end']): boolean =>
  debts.some(
    (debt) =>
      (end === 'parked' || debt.kind === 'host-skipped') &&
      (debt.subject === subject || debt.text.includes(subject)),
  );

const seqOf = (violation: object): { seq?: number } => {
  const { seq } = violation as { seq?: unknown };
  return typeof seq === 'number' ? { seq } : {};
};
