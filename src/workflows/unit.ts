import {
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
  workflowInfo,
  type ChildWorkflowHandle,
  type Workflow,
} from '@temporalio/workflow';
import type { Patience, Watched } from '../activities/watch.js';
import { DURATIONS } from '../domain/durations.js';
import { runWorkflowId } from '../domain/ids.js';
import type { StepTiming } from '../domain/model/run.js';
import type { WaitingOn, WhyNot } from '../domain/model/waiting.js';
import type { Control, RunContext } from './context.js';
import { controlSignal, gateDecidedSignal, openGateSignal, unitStatusQuery } from './messages.js';
import { orAborted } from './or-aborted.js';
import { gateReason, onceAChange, pausedReason, troubleOf, troubleWith } from './reasons.js';
import type { Step } from './step.js';
import { beginStory, type Storyteller, type Telling } from './story.js';
import { createWaiting, type Waiting } from './waiting.js';

/** Seconds of the estate's time between two looks at a guard that says "not now". */
const LOOK_AGAIN_SECONDS = 30;

/** Ends a unit's work early because the run is aborted; caught by the unit itself, which then says what it left. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}

/** What the workflows of vCenters, clusters and hosts share: waiting, gates, pause and abort, telling. */
export interface Unit {
  readonly story: Storyteller;
  readonly control: Control;
  readonly timings: readonly StepTiming[];
  /** Children that pause and abort are relayed to while they run. */
  relayTo<T>(child: Relayed & { result(): Promise<T> }): Promise<T>;
  /** A safe point: returns when the run is not paused. @throws Aborted */
  checkpoint(): Promise<void>;
  /** Asks `look` until it answers null. With work `inHand` a pause lets it finish, as does an abort. @throws Aborted */
  untilClear(look: () => Promise<WhyNot | null>, inHand?: 'inHand'): Promise<void>;
  /**
   * Calls an activity; an error that repeating cannot cure is shown to a person and the call is made again later.
   * Only for reads and for starts, which look before they act.
   *
   * @param advice - what people may do about it besides removing the cause
   * @throws Aborted
   */
  attempt<T>(what: string, rule: string, call: () => Promise<T>, advice?: WhyNot['youMay']): Promise<T>;
  /** Like `attempt`, but goes on trying when the run is aborted: for what must be put back whatever happens. */
  insist<T>(what: string, rule: string, call: () => Promise<T>): Promise<T>;
  /**
   * Waits for started work, whatever happens to the server meanwhile. A failed step is handed to a person, and the
   * wait goes on until the wanted state is there. @throws Aborted, when the run is aborted while a person is needed
   */
  settle<T>(
    step: Step,
    watchOnce: (patience: Patience) => Promise<Watched<T>>,
    /** Told once the wait has begun, so that the reason for waiting goes with it. */
    announce?: () => void,
  ): Promise<T>;
  /** Shows what is waited for; null = nothing. Work as usual unless said otherwise. */
  show: Waiting['show'];
  /** Asks the run to open a gate; its verdict comes some day. */
  openGate(gate: string, evidence: readonly string[]): Promise<void>;
  verdictOf(gate: string): 'approved' | 'rejected' | undefined;
  /** Asks the run for a decision. @returns false when rejected */
  gate(gate: string, evidence: readonly string[]): Promise<boolean>;
  /** Tells the run that a planned gate is not needed. */
  skipGate(gate: string, why: string): Promise<void>;
}

export interface UnitOptions {
  readonly control: Control;
  /** Number of the last event told before continue-as-new. */
  readonly seq?: number;
  /** True when also usual work is reported to the run. */
  readonly reportsAll?: boolean;
  readonly onWaiting?: (waitingOn: WaitingOn | null) => void;
  /** What goes with everything the unit tells of itself, the host's line for instance. */
  readonly telling?: () => Telling;
}

/** As much of a child's handle as pause and abort need. */
type Relayed = Pick<ChildWorkflowHandle<Workflow>, 'signal'>;

/** Begins a unit: handlers first, before anything is awaited. */
export function beginUnit(run: RunContext, subject: string, options: UnitOptions): Unit {
  let control = options.control;
  const verdicts: Record<string, 'approved' | 'rejected'> = {};
  const children = new Set<Relayed>();
  const timings: StepTiming[] = [];
  const story = beginStory(run, options.seq);
  const root = () => getExternalWorkflowHandle(runWorkflowId(run.estate));

  const waiting = createWaiting(
    run,
    subject,
    options.reportsAll ?? false,
    options.onWaiting ?? (() => undefined),
  );

  setHandler(unitStatusQuery, () => ({ subject, waitingOn: waiting.current, parked: waiting.isParked }));
  setHandler(gateDecidedSignal, ({ gate, verdict }) => {
    verdicts[gate] = verdict;
  });
  setHandler(controlSignal, async (next) => {
    control = next;
    await Promise.all([...children].map((child) => child.signal(controlSignal, next)));
  });

  const tellWaiting = (text: string): void => {
    story.tell('waiting', subject, text, { ...options.telling?.(), data: { waitingOn: waiting.current } });
  };

  async function tryUntilDone<T>(
    what: string,
    rule: string,
    call: () => Promise<T>,
    mayAbort: boolean,
    advice: WhyNot['youMay'] = [],
  ): Promise<T> {
    let isTroubled = false;
    for (;;) {
      try {
        const answer = await call();
        if (isTroubled) await waiting.show(null);
        return answer;
      } catch (error) {
        if (isCancellation(error)) throw error;
        const trouble = troubleWith(error, subject, what, rule, advice);
        if (trouble === undefined) throw error;
        isTroubled = true;
        const { why, alarm } = trouble;
        await waiting.show(why, alarm);
        tellWaiting(`${subject}: ${what}: ${why.have}`);
        await condition(() => mayAbort && control.aborting, (LOOK_AGAIN_SECONDS * 1000) / run.timeScale);
        if (mayAbort && control.aborting) throw new Aborted();
      }
    }
  }

  const unit: Unit = {
    story,
    get control() {
      return control;
    },
    timings,
    async relayTo(child) {
      children.add(child);
      // What was decided while the child was being started reaches it too.
      if (control.paused || control.aborting) await child.signal(controlSignal, control);
      try {
        return await child.result();
      } finally {
        children.delete(child);
      }
    },
    async checkpoint() {
      if (control.paused && !control.aborting) {
        await waiting.show(pausedReason(subject));
        await condition(() => !control.paused || control.aborting);
        await waiting.show(null);
      }
      if (control.aborting) throw new Aborted();
    },
    async untilClear(look, inHand) {
      const tell = onceAChange((why) => {
        tellWaiting(`${subject} waits: have ${why.have}, need ${why.need} (${why.rule})`);
      });
      for (;;) {
        if (inHand === undefined) await unit.checkpoint();
        const why = await unit.attempt('reading the estate', 'DG-14', look);
        await waiting.show(why, 'held');
        if (why === null) return;
        tell(why);
        if (control.aborting) throw new Aborted();
        await condition(() => control.aborting, (LOOK_AGAIN_SECONDS * 1000) / run.timeScale);
      }
    },
    attempt: (what, rule, call, advice) => tryUntilDone(what, rule, call, true, advice),
    insist: (what, rule, call) => tryUntilDone(what, rule, call, false),
    async settle(step, watchOnce, announce) {
      const sinceMs = Date.now();
      const isAsked = step.byPeople === 'asked';
      const limitSeconds = DURATIONS[step.kind].hardLimitSeconds / run.timeScale;
      let patience: Patience = isAsked
        ? { sinceMs, patient: false, handedOver: true }
        : { sinceMs, limitSeconds, patient: false, handedOver: false };
      const alarm = isAsked ? 'parked' : 'work';
      await waiting.show(step.waiting, alarm);
      announce?.();
      for (;;) {
        const asked = patience;
        const seen = await unit.attempt(step.name, step.waiting.rule, () =>
          asked.handedOver || step.byPeople !== undefined
            ? orAborted(
                () => watchOnce(asked),
                () => control.aborting,
              )
            : watchOnce(asked),
        );
        if (seen === undefined) throw new Aborted();
        if (seen.state === 'done') {
          timings.push({ step: step.name, startedAtMs: seen.startedAtMs, noticedAtMs: seen.noticedAtMs });
          await waiting.show(null);
          return seen.value;
        }
        if (seen.state === 'back') {
          patience = { ...patience, patient: false };
          await waiting.show(step.waiting, alarm);
          continue;
        }
        const why = troubleOf(step, subject, seen);
        const isAway = seen.state === 'away';
        await waiting.show(why, isAway ? 'held' : 'parked');
        tellWaiting(`${subject}: ${step.name}: ${why.have}`);
        patience = isAway
          ? { ...patience, patient: true }
          : { sinceMs, patient: patience.patient, handedOver: true };
      }
    },
    show: (why, alarm) => waiting.show(why, alarm),
    verdictOf: (gate) => verdicts[gate],
    async openGate(gate, evidence) {
      await story.flush();
      await root().signal(openGateSignal, { gate, evidence, asker: workflowInfo().workflowId });
      await waiting.show(gateReason(gate));
    },
    async gate(gate, evidence) {
      await unit.openGate(gate, evidence);
      await condition(() => verdicts[gate] !== undefined || control.aborting);
      await waiting.show(null);
      if (verdicts[gate] === undefined) throw new Aborted();
      return verdicts[gate] === 'approved';
    },
    async skipGate(gate, notNeeded) {
      await root().signal(openGateSignal, {
        gate,
        evidence: [],
        asker: workflowInfo().workflowId,
        notNeeded,
      });
    },
  };
  return unit;
}
