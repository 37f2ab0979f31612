import { condition, setHandler } from '@temporalio/workflow';
import type { Story } from '../activities/records.js';
import type { InventoryChanges } from '../domain/diff/index.js';
import type { Parking } from '../domain/model/decision.js';
import type { TierKind } from '../domain/model/plan.js';
import type { Residue, RunEvent, RunStatus } from '../domain/model/run.js';
import type { WaitingOn, WhyNot } from '../domain/model/waiting.js';
import { recoveredBehind } from '../domain/planning/gates.js';
import { advance, isEnding, type RunEventData } from '../domain/progress/index.js';
import type { Control } from './context.js';
import { shouldContinue } from './continue.js';
import { answerDecisions } from './decide-host.js';
import { hostDoneSignal, openGateSignal, runStatusQuery, waitingSignal } from './messages.js';
import { answerOperators, type RunCore } from './operator-messages.js';
import { inStep } from './reasons.js';
import { goOnAfterLook, inBackground } from './run-resume.js';
import { createUnits, type CarriedUnits } from './run-units.js';
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

/** Ends a history that has grown long; the run goes on in the next one. */
export class HistoryEnds extends Error {
  override readonly name = 'HistoryEnds';
}

/** Everything a run knows that is not in its plan; set by continue-as-new only. Its large parts stay in the store. */
export interface CarriedRun {
  readonly status: RunStatus;
  readonly seq: number;
  readonly unwritten?: Story;
  /** Workflow that waits for the verdict, by gate. */
  readonly askers: Readonly<Record<string, string>>;
  readonly waiting: Readonly<Record<string, WaitingOn>>;
  readonly units: CarriedUnits;
}

export interface RunOptions {
  readonly initial: RunStatus;
  readonly carried?: CarriedRun | undefined;
  readonly timeScale: number;
  readonly continueAfterEvents?: number;
  /** What others have changed since the plan was made. */
  look(status: RunStatus): Promise<InventoryChanges>;
}

/**
 * The verbs of a run: `phase`, `gate`, `unit`, `ending`. The status is a fold over what was told, so what people
 * see is what happened. All handlers are registered before anything is awaited.
 */
export function beginRun(options: RunOptions) {
  const { initial, carried, timeScale } = options;
  let status = carried?.status ?? initial;
  let tier: TierKind | undefined = status.tiers.find(({ state }) => state === 'running')?.kind;
  const story = beginStory(initial, carried?.seq, carried?.unwritten);
  const askers: Record<string, string> = { ...carried?.askers };
  const unitsWaiting = new Map<string, WaitingOn>(Object.entries(carried?.waiting ?? {}));

  function tell<T extends keyof RunEventData>(
    type: T,
    subject: string,
    text: string,
    data: RunEventData[T],
  ): void {
    status = advance(status, story.tell(type, subject, text, { data }));
    waitAgain();
    story.remember(status);
  }

  /** What is waited for is worked out anew, and counted from now on; no line of the story. */
  function waitAgain(): void {
    status = advance(status, unwritten('waiting', { waitingOn: waitingOf(status, unitsWaiting) }));
  }

  function unwritten<T extends keyof RunEventData>(type: T, data: RunEventData[T]): RunEvent {
    const { runId } = status;
    const at = new Date().toISOString();
    return { runId, workflowId: '', seq: 0, at, type, subject: runId, text: '', data: { ...data } };
  }

  function wait(subject: string, why: WhyNot | WaitingOn | null): void {
    if (why === null) unitsWaiting.delete(subject);
    else unitsWaiting.set(subject, { since: new Date().toISOString(), ...why });
    waitAgain();
  }

  const control = (): Control => ({
    paused: status.pausedBy !== undefined,
    aborting: isEnding(status),
    ...(status.pausedBy?.pause === undefined ? {} : { pause: status.pausedBy.pause }),
  });

  /** Waits; a history that has grown long ends here instead. @throws HistoryEnds */
  async function until(done: () => boolean): Promise<void> {
    let isDone = false;
    await condition(() => (isDone = done()) || (units.mayContinue && shouldContinue(options)));
    if (!isDone) throw new HistoryEnds();
  }

  const core: RunCore = {
    get status() {
      return status;
    },
    tell,
  };
  const units = createUnits({ timeScale, carried: carried?.units, control, until });
  const resume = (): void =>
    inBackground(
      goOnAfterLook({
        get status() {
          return status;
        },
        tell,
        timeScale,
        look: () => options.look(status),
        show: (why) => wait(initial.runId, why),
        relayControl: () => units.relayControl(),
      }),
    );

  setHandler(runStatusQuery, () => status);
  answerOperators(core, askers, () => units.relayControl(), resume);
  answerDecisions(core, () => units.relayControl());
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
  setHandler(waitingSignal, ({ subject, waitingOn, parked, parking }) => {
    const wasParked = (status.parked ?? []).includes(subject);
    wait(subject, waitingOn);
    if (parking !== undefined) {
      tell('subject.parked', subject, parkedSentence(parking, status.runId), { subject, parking });
    } else if (parked !== wasParked) {
      if (parked) tell('subject.parked', subject, `${subject} needs an operator`, { subject });
      else tell('subject.unparked', subject, `${subject} goes on`, { subject });
    }
  });
  setHandler(hostDoneSignal, () => {
    if (tier !== undefined) tell('tier.progress', tier, `one more host of ${tier} done`, { tier });
  });
  if (status.resuming !== undefined) resume();

  const gateOf = (id: string) => status.gates.find((gate) => gate.id === id);

  const run = {
    get status(): RunStatus {
      return status;
    },
    control,
    story,
    units,
    tell,
    until,
    /** The plan's tiers and gates are known from here on. */
    loaded(full: RunStatus): void {
      status = { ...full, startedAt: initial.startedAt };
      tell('run.started', status.runId, `run ${status.runId} started by ${status.requestedBy}`, {});
    },
    /** @throws RunEnds when rejected or aborted */
    async gate(id: string, evidence: readonly string[]): Promise<void> {
      // Decided, or opened, in an earlier history.
      if (gateOf(id)?.state === 'approved') return;
      if (gateOf(id)?.state !== 'open') {
        await run.safePoint();
        await story.flush();
        tell('gate.opened', id, `${id} waits for a decision`, { gate: id, evidence });
      }
      await until(() => gateOf(id)?.state !== 'open' || control().aborting);
      const decided = gateOf(id);
      if (decided?.state === 'rejected')
        throw new RunEnds('rejected', `${id} was rejected by ${decided.by ?? '?'}`);
      await run.safePoint();
    },
    /** Waits while paused. @throws RunEnds when aborted */
    async safePoint(): Promise<void> {
      await until(() => !control().paused || control().aborting);
      if (control().aborting) throw run.early();
    },
    /** How a run ends whose parts stopped early: a gate was rejected, or it is aborted. */
    early(): RunEnds {
      // A recovery that was refused ended nothing but itself.
      const rejected = status.gates.find(
        ({ id, state }) => state === 'rejected' && recoveredBehind(id) === undefined,
      );
      if (rejected !== undefined) {
        return new RunEnds('rejected', `${rejected.id} was rejected by ${rejected.by ?? '?'}`);
      }
      return new RunEnds('aborted', `aborted by ${status.abortedBy?.by ?? 'an operator'}`);
    },
    async phase(kind: TierKind, work: () => Promise<void>): Promise<void> {
      const state = status.tiers.find((one) => one.kind === kind)?.state;
      if (state === 'done') return;
      if (state !== 'running') {
        await run.safePoint();
        tell('tier.started', kind, `tier ${kind} begins`, { tier: kind });
      }
      tier = kind;
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
    ending(state: Outcome, outcome: string, residue?: readonly Residue[]): RunStatus {
      const data = { state, outcome, ...(residue === undefined ? {} : { residue }) };
      return advance(status, unwritten('run.ended', data));
    },
    /** For the next history. */
    carried(): CarriedRun {
      const waiting = Object.fromEntries(unitsWaiting);
      const { seq, unwritten } = story;
      const parts = { status, seq, askers, waiting, units: units.carried };
      return unwritten === undefined ? parts : { ...parts, unwritten };
    },
  };
  return run;
}

function parkedSentence({ subject, step, problem, choices }: Parking, runId: string): string {
  const offered = choices.map(({ choice }) => choice).join(', ');
  return `${subject} needs an operator: ${inStep(step, problem)}; choices: ${offered} (vta host show ${runId} ${subject})`;
}
