import {
  CancellationScope,
  CancelledFailure,
  continueAsNew,
  isCancellation,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { operationWorkflowId } from '../../domain/ids.js';
import type { RunStatus } from '../../domain/model/run.js';
import type { OperationEnd } from '../../domain/operations/index.js';
import { gateIds } from '../../domain/planning/gates.js';
import { records } from '../activity-proxies.js';
import { unitOptions } from '../children.js';
import { drained } from '../continue.js';
import { endStory, outcomeOf, type RunOutcome } from '../end-run.js';
import { unitContextOf } from '../estate-context.js';
import { operationStepSignal } from '../messages.js';
import { beginRun, HistoryEnds } from '../run.js';
import { understood } from '../understood.js';
import type { RunOperationInput } from './input.js';
import { OPERATION_WORKFLOWS } from './kinds.js';

/**
 * One operation beside the upgrade, under the estate's lock: nothing of it is begun while an upgrade or another
 * operation runs. Gates, pause, abort, decisions and the story are those of every run; the operation itself is a
 * workflow of its own under it.
 *
 * @rule DG-2, DG-12
 */
export async function runOperation(input: RunOperationInput): Promise<RunStatus> {
  understood(input);
  const { runId, estate, planHash, requestedBy, carried } = input;
  const run = beginRun({
    ...input,
    initial: startingStatus(input),
    // Every step of an operation looks at the estate before it acts, so a resumed one needs no look of its own.
    look: async () => ({ changes: [], unread: [] }),
  });
  setHandler(operationStepSignal, ({ step, state }) => {
    const title = run.status.steps?.find(({ id }) => id === step)?.title ?? step;
    if (state === 'running') run.tell('step.started', step, `${title}: begins`, { step });
    else run.tell('step.ended', step, `${title}: ${state}`, { step, state });
  });
  const outline = await CancellationScope.nonCancellable(() =>
    records.loadOperationOutline({ planHash, runId, estate: estate.name, requestedBy }),
  );
  const { kind, subject } = outline;
  if (carried === undefined) run.loaded(outline.status);

  let cancelled: unknown;
  let outcome: RunOutcome;
  try {
    if (outline.status.gates.some(({ id }) => id === gateIds.begin)) {
      await run.gate(gateIds.begin, outline.summary);
    }
    outcome = outcomeOfEnd(await carryOut());
  } catch (error) {
    const end = error instanceof HistoryEnds ? await nextHistory() : error;
    outcome = outcomeOf(end);
    if (isCancellation(end)) cancelled = end;
  }
  await CancellationScope.nonCancellable(async () => {
    if (cancelled !== undefined) await run.units.cancelAll();
    await run.story.flush();
    await endStory(run, estate, workflowInfo().workflowId, outcome);
  });
  if (cancelled !== undefined) throw cancelled;
  return run.status;

  async function carryOut(): Promise<OperationEnd> {
    const workflowId = operationWorkflowId(estate.name, kind);
    if (!run.units.isBegun(workflowId)) await run.safePoint();
    return run.units.run<OperationEnd>(workflowId, (outlives) => {
      const context = unitContextOf({ ...input, acceptedUnattested: [] }, estate.authority.vcenter.name);
      const args = { context, estate, subject, control: run.control() };
      return startChild(OPERATION_WORKFLOWS[kind], { workflowId, ...unitOptions(args, outlives) });
    });
  }

  function outcomeOfEnd({ state, text, debts }: OperationEnd): RunOutcome {
    for (const debt of debts) run.tell('debt', debt.subject, debt.text, { debt });
    if (state === 'rejected' || state === 'aborted') {
      const early = run.early();
      return { state: early.state, text: early.message };
    }
    return { state: state === 'done' ? 'succeeded' : 'failed', text };
  }

  /** @returns only when the run was cancelled meanwhile: with that */
  async function nextHistory(): Promise<unknown> {
    if (!(await drained(run.story, () => run.units.mayContinue))) {
      return new CancelledFailure('cancelled between two histories');
    }
    return continueAsNew<typeof runOperation>({ ...input, carried: run.carried() });
  }
}

function startingStatus({ runId, estate, planHash, requestedBy }: RunOperationInput): RunStatus {
  return {
    runId,
    estate: estate.name,
    planHash,
    requestedBy,
    state: 'starting',
    startedAt: new Date().toISOString(),
    tiers: [],
    steps: [],
    gates: [],
    waitingOn: [],
    debts: [],
  };
}
