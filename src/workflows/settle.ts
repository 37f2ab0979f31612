import { condition, patched } from '@temporalio/workflow';
import type { Patience, Watched } from '../activities/watch.js';
import type { StepTiming } from '../domain/model/run.js';
import { tryUntilDone, type Again, type Call, type UnitParts } from './attempt.js';
import { durationsOf, waitingOf } from './durations.js';
import { orAborted } from './or-aborted.js';
import { Aborted } from './parking.js';
import { troubleOf } from './reasons.js';
import type { Step } from './step.js';

export type WatchOnce<T> = (patience: Patience) => Promise<Watched<T>>;

/** `again` = somebody wants the step started anew; `failed` = it may be repeated without asking. */
type Ended<T> =
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'again' }
  | { readonly state: 'failed'; readonly error: string };

/**
 * Waits for started work, whatever happens to the server meanwhile. A failed step is handed to a person: the wait goes
 * on until the wanted state is there, or until somebody decides.
 *
 * @param announce - told once the wait has begun, so that the reason for waiting goes with it
 * @param mayRepeat - true when a failure is answered instead of handed over
 * @throws Aborted, when the run is aborted while a person is needed @throws Decided
 */
export async function watchStep<T>(
  parts: UnitParts,
  timings: StepTiming[],
  step: Step,
  watchOnce: WatchOnce<T>,
  announce: (() => void) | undefined,
  mayRepeat: boolean,
): Promise<Ended<T>> {
  const { run, subject, waiting, desk, control, tellWaiting } = parts;
  let sinceMs = Date.now();
  let silentSinceMs: number | undefined;
  const isAsked = step.byPeople === 'asked';
  const limitSeconds = durationsOf(run)[step.kind].hardLimitSeconds / run.timeScale;
  const first = (): Patience =>
    isAsked
      ? { sinceMs, patient: false, handedOver: true, told: '' }
      : { sinceMs, limitSeconds, patient: false, handedOver: false };
  let patience = first();
  const show = async (): Promise<void> => {
    if (isAsked) return desk.park(step.name, waitingOf(step, run), 'asked');
    await desk.goOn();
    await waiting.show(waitingOf(step, run), 'work');
  };
  await show();
  announce?.();
  for (;;) {
    const asked = patience;
    const seen = await tryUntilDone(
      parts,
      {
        what: step.name,
        rule: step.waiting.rule,
        call: () =>
          asked.handedOver || step.byPeople !== undefined
            ? orAborted(
                () => watchOnce(asked),
                () => control().aborting || desk.hasDecision,
              )
            : watchOnce(asked),
      },
      true,
    );
    if (seen === undefined) {
      if (control().aborting) throw new Aborted();
      if ((await desk.obey()) === 'again') return { state: 'again' };
      // Looks as it did at first, so that a failure that is still there is said again, as it is now.
      patience = first();
      await show();
      continue;
    }
    if (seen.state === 'done') {
      timings.push({ step: step.name, startedAtMs: seen.startedAtMs, noticedAtMs: seen.noticedAtMs });
      await desk.goOn();
      await waiting.show(null);
      return { state: 'done', value: seen.value };
    }
    if (seen.state === 'back') {
      // While nobody could look, nobody could see it end: that time counts against no limit.
      sinceMs += Date.now() - (silentSinceMs ?? Date.now());
      silentSinceMs = undefined;
      // What was handed to a person is looked at anew: only so is it parked again.
      patience = asked.handedOver && patched('parking') ? first() : { ...asked, sinceMs, patient: false };
      await show();
      // Else the story, and the time counted by it, would say that it is still away.
      if (patched('return-is-told')) tellWaiting(`${subject}: ${step.name}: its vCenter answers again`);
      continue;
    }
    if (seen.state === 'failed' && mayRepeat && patched('step-repetition')) return seen;
    const why = troubleOf(step, subject, seen);
    const isAway = seen.state === 'away';
    if (isAway) {
      silentSinceMs ??= Date.now();
      await desk.goOn();
      await waiting.show(why, 'held');
    } else {
      await desk.park(step.name, why);
    }
    tellWaiting(`${subject}: ${step.name}: ${why.have}`);
    const handedOver = { sinceMs, patient: asked.patient, handedOver: true };
    if (isAway) patience = { ...asked, patient: true };
    else patience = asked.told === undefined ? handedOver : { ...handedOver, told: why.have };
  }
}

/**
 * Starts a step and waits for it. A failure is repeated as often as the table of durations allows, which is never for
 * what must not be done twice; then a person decides.
 *
 * @throws Aborted @throws Decided
 */
export async function workOn<S, T>(
  parts: UnitParts,
  timings: StepTiming[],
  step: Step,
  start: Call<S>,
  watchOnce: (started: S, patience: Patience) => Promise<Watched<T>>,
  announce?: () => void,
): Promise<T> {
  const most = 1 + durationsOf(parts.run)[step.kind].retries;
  let again: Again | undefined;
  for (let attempt = 1; ;) {
    const started = await tryUntilDone(parts, { ...start, call: () => start.call(again) }, true);
    const ended = await watchStep(
      parts,
      timings,
      attempt === 1 ? step : repeated(step, attempt, most),
      (patience) => watchOnce(started, patience),
      attempt === 1 ? announce : undefined,
      attempt < most,
    );
    if (ended.state === 'done') return ended.value;
    if (ended.state === 'again') {
      // A person's wish counts anew.
      attempt = 1;
      again = { afterMs: Date.now() };
      continue;
    }
    attempt++;
    await beforeRepeating(parts, step, attempt, most, ended.error);
  }
}

function repeated(step: Step, attempt: number, most: number): Step {
  const { waiting } = step;
  return { ...step, waiting: { ...waiting, have: `${waiting.have}, attempt ${attempt} of ${most}` } };
}

async function beforeRepeating(
  { run, subject, waiting, control, tellWaiting }: UnitParts,
  step: Step,
  attempt: number,
  most: number,
  error: string,
): Promise<void> {
  const delaySeconds = durationsOf(run)[step.kind].retryDelaySeconds;
  const have = `${error}; attempt ${attempt} of ${most} follows in ${delaySeconds / 60} min`;
  await waiting.show({ ...waitingOf(step, run), have }, 'held');
  tellWaiting(`${subject}: ${step.name}: ${have}`);
  await condition(() => control().aborting, (delaySeconds * 1000) / run.timeScale);
  if (control().aborting) throw new Aborted();
}
