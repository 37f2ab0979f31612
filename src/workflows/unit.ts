import {
  condition,
  getExternalWorkflowHandle,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { clusterOffers, isStanding } from '../domain/deciding/index.js';
import { runWorkflowId } from '../domain/ids.js';
import type { StepTiming } from '../domain/model/run.js';
import { LOOK_AGAIN_SECONDS, tryUntilDone, type UnitParts } from './attempt.js';
import type { RunContext } from './context.js';
import { durationsOf, withUsualTime } from './durations.js';
import { controlSignal, gateDecidedSignal, openGateSignal, unitStatusQuery } from './messages.js';
import { firstPatienceMs } from './outage.js';
import { Aborted, createParkingDesk, type Parkable } from './parking.js';
import { gateReason, onceAChange, pausedReason } from './reasons.js';
import { watchStep, workOn } from './settle.js';
import { beginStory } from './story.js';
import type { Relayed, Unit, UnitOptions } from './unit-model.js';
import { createWaiting } from './waiting.js';
import { createWordsInOrder } from './words-in-order.js';

export { Aborted, Decided } from './parking.js';
export type { Unit, UnitOptions } from './unit-model.js';

const CLUSTER: Parkable = { kind: 'cluster', offers: clusterOffers, logFiles: () => [], names: [] };

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
  const desk = createParkingDesk(run, subject, options.parkable ?? CLUSTER, waiting, () => control);

  const inOrder = createWordsInOrder();
  const tellOne = (child: Relayed): Promise<void> =>
    inOrder(child, () => child.signal(controlSignal, control));

  setHandler(unitStatusQuery, () => ({ subject, waitingOn: waiting.current, parked: waiting.isParked }));
  setHandler(gateDecidedSignal, ({ gate, verdict }) => {
    verdicts[gate] = verdict;
  });
  setHandler(controlSignal, async (next) => {
    control = next;
    // Sent in turn, each says what counts by then.
    await Promise.all([...children].map(tellOne));
  });

  const parts: UnitParts = {
    run,
    subject,
    waiting,
    desk,
    control: () => control,
    tellWaiting: (text) => {
      story.tell('waiting', subject, text, { ...options.telling?.(), data: { waitingOn: waiting.current } });
    },
  };

  const unit: Unit = {
    story,
    get control() {
      return control;
    },
    timings,
    async relayTo(child) {
      children.add(child);
      // What was decided while the child was being started reaches it too.
      if (control.paused || control.aborting) await tellOne(child);
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
    async stoodBetweenSteps() {
      if (!control.paused || control.pause !== 'next-step') return false;
      await unit.checkpoint();
      return true;
    },
    async untilClear(look, inHand) {
      const tell = onceAChange((why) => {
        parts.tellWaiting(`${subject} waits: have ${why.have}, need ${why.need} (${why.rule})`);
      });
      const limitMs = (durationsOf(run).attestation.hardLimitSeconds * 1000) / run.timeScale;
      let standsSinceMs: number | undefined;
      for (;;) {
        if (inHand === undefined) await unit.checkpoint();
        const askedAtMs = Date.now();
        const why = await unit.attempt('reading the estate', 'DG-14', look);
        // One side was away meanwhile: what the other one answered before is too old to act on.
        const isStale = Date.now() - askedAtMs > firstPatienceMs(run.timeScale);
        if (isStale && patched('outage-patience')) continue;
        standsSinceMs = why !== null && isStanding(why.kind) ? (standsSinceMs ?? Date.now()) : undefined;
        if (
          why !== null &&
          standsSinceMs !== undefined &&
          Date.now() - standsSinceMs >= limitMs &&
          patched('guards-park')
        ) {
          await desk.park(inHand === undefined ? 'guards' : 'verification', why);
        } else {
          if (desk.isOpen) await desk.goOn();
          await waiting.show(withUsualTime(why, run), 'held');
        }
        if (why === null) return;
        tell(why);
        if (control.aborting) throw new Aborted();
        await condition(
          () => control.aborting || desk.hasDecision,
          (LOOK_AGAIN_SECONDS * 1000) / run.timeScale,
        );
        if (!control.aborting && desk.hasDecision) {
          await desk.obey();
          standsSinceMs = undefined;
        }
      }
    },
    async untilDecided(step, why) {
      await desk.park(step, why);
      await condition(() => control.aborting || desk.hasDecision);
      if (control.aborting) throw new Aborted();
      return desk.obey();
    },
    attempt: (what, rule, call, advice) =>
      tryUntilDone(parts, { what, rule, call, ...(advice === undefined ? {} : { advice }) }, true),
    insist: (what, rule, call) => tryUntilDone(parts, { what, rule, call }, false),
    async settle(step, watchOnce, announce) {
      let ended = await watchStep(parts, timings, step, watchOnce, announce, false);
      while (ended.state !== 'done')
        ended = await watchStep(parts, timings, step, watchOnce, undefined, false);
      return ended.value;
    },
    work: (step, start, watchOnce, announce) => workOn(parts, timings, step, start, watchOnce, announce),
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
