import { condition, isCancellation, patched } from '@temporalio/workflow';
import { failureClass } from '../domain/deciding/index.js';
import type { WhyNot } from '../domain/model/waiting.js';
import type { Control, RunContext } from './context.js';
import { Aborted, type ParkingDesk } from './parking.js';
import { patiently } from './outage.js';
import { inStep, troubleWith } from './reasons.js';
import type { Waiting } from './waiting.js';

/** Seconds of the estate's time between two looks at something that says "not now". */
export const LOOK_AGAIN_SECONDS = 30;

/** What the parts of a unit share. */
export interface UnitParts {
  readonly run: RunContext;
  readonly subject: string;
  readonly waiting: Waiting;
  readonly desk: ParkingDesk;
  readonly control: () => Control;
  readonly tellWaiting: (text: string) => void;
}

/** A person has decided that a step is done again: what was begun before `afterMs` does not stand in its way. */
export interface Again {
  readonly afterMs: number;
}

export interface Call<T> {
  readonly what: string;
  readonly rule: string;
  readonly call: (again?: Again) => Promise<T>;
  /** What people may do about it besides removing the cause. */
  readonly advice?: WhyNot['youMay'];
}

/**
 * Calls an activity until it answers. What repeating cannot cure is shown to a person, and the call is made again
 * now and then, or as soon as somebody decides so. The story tells a trouble once, and again when its cause is another
 * or a person's decision has not helped.
 *
 * @param mayAbort - false for what must be put back whatever happens
 * @throws Aborted @throws Decided
 */
export async function tryUntilDone<T>(
  { run, subject, waiting, desk, control, tellWaiting }: UnitParts,
  { what, rule, call, advice = [] }: Call<T>,
  mayAbort: boolean,
): Promise<T> {
  const isOver = (): boolean => (mayAbort && control().aborting) || desk.hasDecision;
  let isTroubled = false;
  let isAway = false;
  let told = '';
  let toldCause = '';
  for (;;) {
    try {
      const answer = isAway ? await patiently(call, isOver) : { value: await call() };
      if (answer !== undefined) {
        // A look that a decision has ended has seen nothing: the decision stays, for whoever obeys it.
        const isDecided = answer.value === undefined && desk.hasDecision;
        if (isTroubled && !isDecided) {
          await desk.goOn();
          await waiting.show(null);
        }
        return answer.value;
      }
    } catch (error) {
      if (isCancellation(error)) throw error;
      const trouble = troubleWith(error, subject, what, rule, advice);
      if (trouble === undefined) throw error;
      isTroubled = true;
      const { why, alarm } = trouble;
      if (alarm === 'parked') {
        await desk.park(what, why);
      } else {
        await desk.goOn();
        await waiting.show(why, alarm);
      }
      const news = `${subject}: ${inStep(what, why.have)}`;
      const wasAway = isAway;
      isAway = why.kind === 'vcenter-away' && patched('outage-patience');
      // The same in other words, a number or a time, is no news to people: a weekend would be hundreds of lines of it.
      const cause = `${why.kind} ${failureClass(what, why.have, [subject])}`;
      const isNews =
        cause !== toldCause || ((!wasAway || !isAway || news !== told) && !patched('trouble-told-once'));
      if (isNews) tellWaiting(news);
      told = news;
      toldCause = cause;
    }
    // Also an outage that passes by itself is looked at again by itself.
    await condition(isOver, (LOOK_AGAIN_SECONDS * 1000) / run.timeScale);
    if (mayAbort && control().aborting) throw new Aborted();
    if (desk.hasDecision) {
      await desk.obey();
      toldCause = '';
    }
  }
}
