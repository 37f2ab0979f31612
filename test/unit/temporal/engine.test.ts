import { describe, expect, it } from '@jest/globals';
import {
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, RetryState } from '@temporalio/common';
import { DURATIONS } from '../../../src/domain/durations.js';
import { createEngine } from '../../../src/temporal/engine.js';
import { searchAttributes } from '../../../src/temporal/names.js';
import { anEstate, aRequest } from '../../support/builders.js';
import { aRunStatus } from '../../support/run-builders.js';

const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;
const grpc = (code: number, details: string): Error =>
  Object.assign(new Error(`${code}: ${details}`), { code, details, metadata: { get: () => [] } });
const pause = { id: 'r-1', by: 'olga', reason: 'lunch' };
const start = { runId: 'run-1', estate: anEstate(), planHash: 'p', requestedBy: 'ina', reason: 'r' };

/** An engine whose Temporal answers each operation with this error, or this value. */
function anEngineThat(answer: unknown, options: { presentRun?: string; answerWithinMs?: number } = {}) {
  const say = async (): Promise<unknown> => {
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const deadlines: number[] = [];
  const presentRun = options.presentRun ?? 'run-1';
  const client = {
    withDeadline: async (deadline: number, ask: () => Promise<unknown>) => {
      deadlines.push(deadline);
      return ask();
    },
    workflow: {
      start: say,
      execute: say,
      getHandle: () => ({
        describe: async () => ({
          typedSearchAttributes: {
            get: (key: unknown) => (key === searchAttributes.runId ? presentRun : undefined),
          },
        }),
        query: say,
        executeUpdate: say,
      }),
    },
  };
  const { answerWithinMs } = options;
  const engine = createEngine({
    client: client as unknown as Client,
    timeScale: 1,
    queues: [],
    ...(answerWithinMs === undefined ? {} : { answerWithinMs }),
  });
  return { engine, deadlines };
}

describe('answers of the engine', () => {
  it('what was carried out is done, with its value and within its deadline', async () => {
    const status = aRunStatus({ state: 'paused' });
    const { engine, deadlines } = anEngineThat(status, { answerWithinMs: 60_000 });
    expect(await engine.pauseRun('sample', 'run-1', pause)).toEqual({ kind: 'done', value: status });
    expect((deadlines[0] ?? 0) - Date.now()).toBeGreaterThan(50_000);
  });

  it('a run is given the durations of the configuration, which it keeps', async () => {
    const given: unknown[] = [];
    const durations = { ...DURATIONS, evacuation: { ...DURATIONS.evacuation, retries: 1 } };
    const client = {
      withDeadline: (_: number, ask: () => Promise<unknown>) => ask(),
      workflow: { start: async (_: string, options: unknown) => void given.push(options) },
    } as unknown as Client;
    await createEngine({ client, timeScale: 1, durations, queues: [] }).startRun(start);
    expect(given).toMatchObject([{ args: [{ durations, timeScale: 1 }] }]);
  });

  it('DG-12: an estate has one run at a time', async () => {
    const { engine } = anEngineThat(new WorkflowExecutionAlreadyStartedError('x', 'upgrade/sample', 'w'));
    expect(await engine.startRun(start)).toMatchObject({ kind: 'refused', rule: 'DG-12' });
  });

  it('another run of the estate is not the one that was asked for', async () => {
    const { engine } = anEngineThat(aRunStatus(), { presentRun: 'run-2' });
    expect(await engine.pauseRun('sample', 'run-1', pause)).toMatchObject({ kind: 'not-found' });
    expect(await engine.runStatus('sample', 'run-1')).toMatchObject({ kind: 'not-found' });
  });

  it('a run that has ended is not found', async () => {
    const { engine } = anEngineThat(new WorkflowNotFoundError('ended', 'upgrade/sample', undefined));
    expect(await engine.abortRun('sample', 'run-1', pause)).toMatchObject({ kind: 'not-found' });
  });

  it('a validator’s no is refused in its own words, with the rule where the code is one', async () => {
    const no = (type: string) =>
      new WorkflowUpdateFailedError('Update failed', ApplicationFailure.nonRetryable('not yours', type));
    const rule = await anEngineThat(no('DG-2')).engine.pauseRun('sample', 'run-1', pause);
    expect(rule).toEqual({ kind: 'refused', message: 'not yours', rule: 'DG-2' });
    const other = await anEngineThat(no('already-decided')).engine.pauseRun('sample', 'run-1', pause);
    expect(other).toEqual({ kind: 'refused', message: 'not yours' });
  });

  it('a survey that failed says what its activity said', async () => {
    const said = ApplicationFailure.nonRetryable('the certificate is not the pinned one', 'refused');
    const wrapped = new ActivityFailure(
      'Activity task failed',
      'surveyAuthority',
      '1',
      RetryState.NON_RETRYABLE_FAILURE,
      'w',
      said,
    );
    const failed = new WorkflowFailedError('Workflow failed', wrapped, RetryState.NON_RETRYABLE_FAILURE);
    const { engine } = anEngineThat(failed);
    expect(await engine.surveyEstate({ estate: anEstate(), id: 's-1' })).toEqual({
      kind: 'refused',
      message: 'the certificate is not the pinned one',
    });
  });

  it('names the vCenter whose release is too old', async () => {
    const said = ApplicationFailure.create({
      message: 'ta-vc: runs vCenter 7.0.1',
      type: 'too-old',
      nonRetryable: true,
      details: [{ server: 'ta-vc' }],
    });
    const failed = new WorkflowFailedError('Workflow failed', said, RetryState.NON_RETRYABLE_FAILURE);
    expect(await anEngineThat(failed).engine.surveyEstate({ estate: anEstate(), id: 's-1' })).toEqual({
      kind: 'refused',
      message: 'ta-vc: runs vCenter 7.0.1',
      tooOld: 'ta-vc',
    });
  });

  it.each<[string, Error]>([
    ['an Update without an answer', new WorkflowUpdateRPCTimeoutOrCancelledError('timeout')],
    ['a call past its deadline', grpc(DEADLINE_EXCEEDED, 'Deadline exceeded')],
    ['the same as the client wraps it', wrapped(DEADLINE_EXCEEDED, 'Deadline exceeded')],
  ])('%s is pending: nobody knows, and repeating is safe', async (_, error) => {
    const { engine } = anEngineThat(error, { answerWithinMs: 7_000 });
    expect(await engine.pauseRun('sample', 'run-1', pause)).toMatchObject({
      kind: 'pending',
      message: expect.stringContaining('within 7 s'),
    });
  });

  it.each<[string, Error]>([
    ['as it comes from the wire', grpc(UNAVAILABLE, 'connection refused')],
    ['as the client wraps it', wrapped(UNAVAILABLE, 'connection refused')],
  ])('an unreachable Temporal is pending, for each kind of question, %s', async (_, error) => {
    const { engine } = anEngineThat(error);
    const input = { estate: anEstate(), estateHash: 'e', request: aRequest(), requestedBy: 'ina', id: 'p' };
    for (const answer of [
      await engine.startRun(start),
      await engine.planUpgrade(input),
      await engine.runStatus('sample', 'run-1'),
      await engine.resumeRun('sample', 'run-1', pause),
    ]) {
      expect(answer).toMatchObject({
        kind: 'pending',
        message: expect.stringContaining('connection refused'),
      });
    }
  });

  it('a worker of an earlier release refuses what it does not understand, and that is named', async () => {
    const cause = ApplicationFailure.nonRetryable('upgrade this process', 'payload-newer');
    const { engine } = anEngineThat(new WorkflowUpdateFailedError('failed', cause));
    expect(await engine.pauseRun('stub', 'run-1', pause)).toEqual({
      kind: 'refused',
      message: 'upgrade this process',
      newer: true,
    });
  });

  it('a status that only a later release writes is refused as such, not shown as something else', async () => {
    const { engine } = anEngineThat(aRunStatus({ state: 'held' as never }));
    for (const asked of [engine.runStatus('stub', 'run-1'), engine.pauseRun('stub', 'run-1', pause)]) {
      await expect(asked).rejects.toMatchObject({ code: 'payload-newer' });
    }
  });

  it('a bug of ours is not turned into an answer', async () => {
    const { engine } = anEngineThat(new TypeError('a bug'));
    await expect(engine.startRun(start)).rejects.toThrow('a bug');
  });
});

function wrapped(code: number, details: string): ServiceError {
  return new ServiceError('Failed to start Workflow', { cause: grpc(code, details) });
}
