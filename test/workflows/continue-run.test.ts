import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { PauseMode, PauseRequest } from '../../src/domain/model/run.js';
import { clusterWorkflowId, hostWorkflowId } from '../../src/domain/ids.js';
import { pauseRunUpdate, resumeRunUpdate } from '../../src/workflows/messages.js';
import { createLatches } from '../support/latch.js';
import { createStubEstate } from '../support/stub-estate.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';
import { workflowBundle } from '../support/temporal.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const SMALL_LIMIT = { continueAfterEvents: 40 };
const shape = { taHosts: 2, clusters: { A: 2 } };

let counter = 0;
const request = () => ({ id: `r-${++counter}`, by: 'olga', reason: 'test' });
const estateOf = (run: RunDriver) => run.handle.workflowId.replace('upgrade/', '');
const runIdOf = async (run: RunDriver) => (await run.handle.describe()).runId;

/** One word of an operator: what gets no answer is said again, with the same ID. */
async function sayPause(run: RunDriver, pause: PauseMode): Promise<void> {
  const args: [PauseRequest] = [{ ...request(), pause }];
  await eventually('an answer', () =>
    run.handle.executeUpdate(pauseRunUpdate, { args, updateId: args[0].id }).catch((error: unknown) => {
      if (error instanceof ServiceError) return false as const;
      throw error;
    }),
  );
}

/** Operators who cannot make up their mind: each word is an Update, until the run has begun a new history. */
async function talkUntilContinued(run: RunDriver): Promise<string> {
  const before = await runIdOf(run);
  for (let i = 0; ; i++) {
    const { pausedBy } = await run.status();
    await sayPause(run, pausedBy?.pause === 'next-step' ? 'safe-point' : 'next-step');
    const now = await runIdOf(run);
    if (now !== before) return now;
    // People do not talk without a breath; a history ends in one.
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (i > 60) throw new Error('the run does not continue as new');
  }
}

async function resume(run: RunDriver): Promise<void> {
  await run.handle.executeUpdate(resumeRunUpdate, { args: [request()] });
  await eventually('the run to go on', async () => (await run.status()).pausedBy === undefined);
}

async function approveUntil(run: RunDriver, gate: string): Promise<void> {
  for (;;) {
    const open = await run.openGate();
    await run.decide(open, 'approved');
    if (open === gate) return;
  }
}

/** A run with ta-1 in hand, held in its evacuation, paused, and in a later history than the one that began it. */
async function continuedInHand(run: RunDriver, latches: ReturnType<typeof createLatches>): Promise<void> {
  await approveUntil(run, 'after/authority-vcenter');
  await latches.reached('evacuation ta-1');
  await talkUntilContinued(run);
}

const heldInHand = () => {
  const latches = createLatches();
  latches.hold('evacuation ta-1');
  return { latches, stub: createStubEstate(shape, { holds: latches.holds }) };
};

describe('a run that continues as new in the middle of everything', () => {
  it('loses and repeats nothing: open gate, pause, child under way, Updates just accepted', async () => {
    const { latches, stub } = heldInHand();
    const histories: string[] = [];
    await harness.run(
      stub,
      async (run) => {
        histories.push(await runIdOf(run));
        // A gate is open and the run is paused.
        expect(await run.openGate()).toBe('begin');
        histories.push(await talkUntilContinued(run), await talkUntilContinued(run));
        const waiting = await run.status();
        expect(waiting.gates.find(({ id }) => id === 'begin')).toMatchObject({
          state: 'open',
          evidence: expect.arrayContaining([expect.stringContaining('forecast')]),
        });
        expect(waiting.state).toBe('paused');

        // A word that an earlier history has heard counts once.
        const before = waiting.pausedBy ?? request();
        await run.handle.executeUpdate(pauseRunUpdate, { args: [before] });
        await expect(
          run.handle.executeUpdate(pauseRunUpdate, { args: [{ ...before, id: 'another' }] }),
        ).rejects.toThrow(WorkflowUpdateFailedError);

        // Many at once: each is answered, by this history or the next.
        const answers = await Promise.allSettled(
          Array.from({ length: 8 }, (_, i) => sayPause(run, i % 2 === 0 ? 'next-step' : 'safe-point')),
        );
        const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
        expect(failures.filter((error) => !(error instanceof WorkflowUpdateFailedError))).toEqual([]);

        await resume(run);
        await approveUntil(run, 'after/authority-vcenter');

        // A host is in hand.
        await latches.reached('evacuation ta-1');
        const cluster = harness.client.workflow.getHandle(
          clusterWorkflowId(estateOf(run), { vcenter: 'ta-vc', moid: 'domain-TA' }),
        );
        // Its roll may continue as new as well; it is not begun again.
        const begun = async () => (await cluster.describe()).raw.workflowExecutionInfo?.firstRunId;
        const child = await begun();
        histories.push(await talkUntilContinued(run), await talkUntilContinued(run));
        expect(await cluster.describe()).toMatchObject({ status: { name: 'RUNNING' } });
        expect(await begun()).toBe(child);
        expect((await run.status()).state).toBe('paused');

        // Paused: the host in hand is finished, the next one not begun.
        if ((await run.status()).pausedBy?.pause === 'next-step') await sayPause(run, 'safe-point');
        latches.release('evacuation ta-1');
        await eventually('ta-1 done', async () => stub.effects.includes('exit ta-1'));
        await talkUntilContinued(run);
        expect(stub.effects).not.toContain('enter ta-2');
        await resume(run);
        const status = await run.approveAll();

        expect(status.state).toBe('succeeded');
        expect(status.tiers.map(({ done, total }) => [done, total])).toEqual([
          [1, 1],
          [2, 2],
          [1, 1],
          [2, 2],
        ]);
        const effects = stub.effects.filter((effect) => /^(enter|apply|exit|install|import)/.test(effect));
        expect(effects).toEqual([...new Set(effects)]);
        expect(effects.filter((effect) => effect.startsWith('apply'))).toEqual([
          'apply ta-1',
          'apply ta-2',
          'apply a-1',
          'apply a-2',
        ]);
        const own = run.records.events().filter(({ workflowId }) => workflowId === run.handle.workflowId);
        expect(own.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(own.map((_, i) => i + 1));
        for (const type of ['tier.started', 'tier.ended']) {
          expect(own.filter((event) => event.type === type)).toHaveLength(4);
        }
        expect(own.filter((event) => event.type === 'gate.opened').map(({ subject }) => subject)).toEqual([
          ...new Set(status.gates.filter(({ openedAt }) => openedAt !== undefined).map(({ id }) => id)),
        ]);

        // What they wrote is what the code does.
        const bundle = await workflowBundle();
        for (const runId of new Set(histories)) {
          const { workflowId } = run.handle;
          const history = await harness.client.workflow.getHandle(workflowId, runId).fetchHistory();
          await Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);
        }
      },
      SMALL_LIMIT,
    );
  });

  it('DG-16: its cancellation reaches what an earlier history began', async () => {
    const { latches, stub } = heldInHand();
    await harness.run(
      stub,
      async (run) => {
        await continuedInHand(run, latches);
        await run.handle.cancel();
        await expect(run.handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
        const host = hostWorkflowId(estateOf(run), { vcenter: 'ta-vc', moid: 'host-ta-1' });
        const { status } = await harness.client.workflow.getHandle(host).describe();
        expect(status.name).toBe('CANCELLED');
        expect(run.records.events().findLast(({ type }) => type === 'run.ended')?.data).toMatchObject({
          state: 'aborted',
          residue: expect.arrayContaining([
            expect.objectContaining({
              kind: 'host',
              subject: 'ta-1',
              text: expect.stringContaining('in maintenance'),
            }),
          ]),
        });
      },
      SMALL_LIMIT,
    );
    expect(stub.effects.at(-1)).toBe('restore TA');
  });

  it('sees the end of a part that could not tell it any more', async () => {
    const { latches, stub } = heldInHand();
    const status = await harness.run(
      stub,
      async (run) => {
        await continuedInHand(run, latches);
        const cluster = clusterWorkflowId(estateOf(run), { vcenter: 'ta-vc', moid: 'domain-TA' });
        await harness.client.workflow.getHandle(cluster).terminate('by a test');
        return run.handle.result();
      },
      SMALL_LIMIT,
    );
    expect(status).toMatchObject({ state: 'failed', outcome: expect.stringContaining('terminated') });
    expect(status.residue?.map(({ subject }) => subject)).toContain('ta-1');
  });
});
