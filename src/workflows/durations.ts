import { DURATIONS, type Durations } from '../domain/durations.js';
import type { WhyNot } from '../domain/model/waiting.js';
import { normalUpTo } from '../domain/safety/index.js';
import type { RunContext } from './context.js';
import type { Step } from './step.js';

type Run = Pick<RunContext, 'durations'>;

/** The durations table of this run, as it was configured when the run began; defaults for what it does not name. */
export function durationsOf({ durations }: Run): Durations {
  return durations === undefined ? DURATIONS : { ...DURATIONS, ...durations };
}

/** What a step waits for, with its usual time in this run; none where people are asked, who take the time they need. */
export function waitingOf({ kind, waiting, byPeople }: Step, run: Run): WhyNot {
  if (byPeople === 'asked') return waiting;
  return { ...waiting, normalUpToSeconds: durationsOf(run)[kind].softWarningSeconds };
}

/** A rule's reason with the usual time in this run: rules know the defaults only. */
export function withUsualTime(why: WhyNot | null, run: Run): WhyNot | null {
  const usual = why === null ? undefined : normalUpTo(why.kind, durationsOf(run));
  return why === null || usual === undefined ? why : { ...why, normalUpToSeconds: usual };
}
