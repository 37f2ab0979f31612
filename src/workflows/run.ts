import { condition, setHandler, type ChildWorkflowHandle, type Workflow } from '@temporalio/workflow';
import type { TierKind } from '../domain/model/plan.js';
import type { RunStatus } from '../domain/model/run.js';
import type { WaitingOn } from '../domain/model/waiting.js';
import { advance, type RunEventData } from '../domain/progress/index.js';
import type { Control } from './context.js';
import { controlSignal, hostDoneSignal, openGateSignal, runStatusQuery, waitingSignal } from './messages.js';
import { answerOperators, type RunCore } from './operator-messages.js';
import { waitingOf } from './run-waiting.js';
import { beginStory } from './story.js';

type Outcome = RunEventData['run.ended']['state'];

/** Ends the run early; caught by the workflow, which then puts an end to the story. */
export class RunEnds extends Error {
  override readonly name = 'RunEnds';
  readonly state: Outcome;
  constructor(state: Outcome, message: string) {
    super(message);
    this.state = state;
  }
}

/**
 * The verbs of a run: `phase`, `gate`, `relay`, `finish`. The status is a fold over what was told, so what people
 * see is what happened. All handlers are registered before anything is awaited.
 */
export function beginRun(initial: RunStatus) {
  let status = initial;
  let tier: TierKind | undefined;
  const story = beginStory({ runId: initial.runId, estate: initial.estate });
  const askers: Record<string, string> = {};
  const unitsWaiting = new Map<string, WaitingOn>();
  const underWay = new Set<Pick<ChildWorkflowHandle<Workflow>, 'signal'>>();

  function tell<T extends keyof RunEventData>(
    type: T,
    subject: string,
    text: string,
    data: RunEventData[T],
  ): void {
    const event = story.tell(type, subject, text, { data });
    const next = advance(status, event);
    status = { ...next, waitingOn: waitingOf(next, unitsWaiting) };
    story.remember(status);
  }

  const control = (): Control => ({
    paused: status.pausedBy !== undefined,
    aborting: status.abortedBy !== undefined,
  });
  async function relayControl(): Promise<void> {
    await Promise.all([...underWay].map((child) => child.signal(controlSignal, control())));
  }

  const core: RunCore = {
    get status() {
      return status;
    },
    tell,
  };

  setHandler(runStatusQuery, () => status);
  answerOperators(core, askers, relayControl);
  setHandler(openGateSignal, ({ gate, evidence, asker, notNeeded }) => {
    if (notNeeded !== undefined) {
      // Another cluster may have asked for the same gate before: its decision stands.
      if (gateOf(gate)?.state === 'planned')
        tell('gate.not-needed', gate, `${gate} is not needed: ${notNeeded}`, { gate, reason: notNeeded });
      return;
    }
    askers[gate] = asker;
    tell('gate.opened', gate, `${gate} waits for a decision`, { gate, evidence });
  });
  setHandler(waitingSignal, ({ subject, waitingOn, parked }) => {
    const wasParked = (status.parked ?? []).includes(subject);
    if (waitingOn === null) unitsWaiting.delete(subject);
    else unitsWaiting.set(subject, waitingOn);
    if (parked !== wasParked) {
      if (parked) tell('subject.parked', subject, `${subject} needs an operator`, { subject });
      else tell('subject.unparked', subject, `${subject} goes on`, { subject });
    } else {
      status = { ...status, waitingOn: waitingOf(status, unitsWaiting) };
    }
  });
  setHandler(hostDoneSignal, () => {
    if (tier !== undefined) tell('tier.progress', tier, `one more host of ${tier} done`, { tier });
  });

  const gateOf = (id: string) => status.gates.find((gate) => gate.id === id);

  const run = {
    get status(): RunStatus {
      return status;
    },
    control,
    story,
    tell,
    /** The plan's tiers and gates are known from here on. */
    loaded(full: RunStatus): void {
      status = { ...full, startedAt: initial.startedAt };
      tell('run.started', status.runId, `run ${status.runId} started by ${status.requestedBy}`, {});
    },
    /** @throws RunEnds when rejected or aborted */
    async gate(id: string, evidence: readonly string[]): Promise<void> {
      await run.safePoint();
      await story.flush();
      tell('gate.opened', id, `${id} waits for a decision`, { gate: id, evidence });
      await condition(() => gateOf(id)?.state !== 'open' || control().aborting);
      const decided = gateOf(id);
      if (decided?.state === 'rejected')
        throw new RunEnds('rejected', `${id} was rejected by ${decided.by ?? '?'}`);
      await run.safePoint();
    },
    /** Waits while paused. @throws RunEnds when aborted */
    async safePoint(): Promise<void> {
      await condition(() => !control().paused || control().aborting);
      if (control().aborting)
        throw new RunEnds('aborted', `aborted by ${status.abortedBy?.by ?? 'an operator'}`);
    },
    async phase(kind: TierKind, work: () => Promise<void>): Promise<void> {
      await run.safePoint();
      tier = kind;
      tell('tier.started', kind, `tier ${kind} begins`, { tier: kind });
      try {
        await work();
        tell('tier.ended', kind, `tier ${kind} is done`, { tier: kind, state: 'done' });
      } catch (error) {
        if (error instanceof RunEnds) {
          tell('tier.ended', kind, `tier ${kind} ended early`, { tier: kind, state: 'failed' });
        }
        throw error;
      }
    },
    /** The status as it will be once the run has ended so; the report is written from it first. */
    ending(state: Outcome, outcome: string): RunStatus {
      const at = new Date().toISOString();
      const { runId } = status;
      const data = { state, outcome };
      return advance(status, {
        runId,
        workflowId: '',
        seq: 0,
        at,
        type: 'run.ended',
        subject: runId,
        text: outcome,
        data,
      });
    },
    /** Relays pause and abort to a child while it works. */
    async relay<T>(
      child: Pick<ChildWorkflowHandle<Workflow>, 'signal'> & { result(): Promise<T> },
    ): Promise<T> {
      underWay.add(child);
      if (control().paused || control().aborting) await child.signal(controlSignal, control());
      try {
        return await child.result();
      } finally {
        underWay.delete(child);
      }
    },
  };
  return run;
}
