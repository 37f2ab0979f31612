import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ServiceError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { LimitsChange } from '../../src/domain/model/limits.js';
import { clusterWorkflowId, hostWorkflowId } from '../../src/domain/ids.js';
import { changeLimitsUpdate } from '../../src/workflows/messages.js';
import { detainedHosts } from '../support/detained-hosts.js';
import { createStubEstate } from '../support/stub-estate.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';
import { workflowBundle } from '../support/temporal.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const OPEN_GATE = 'cluster/wl-vc/domain-B';
const most = (perCluster: number) => ({ concurrency: { perCluster, perVCenter: 4, global: 4 } });

let changes = 0;
/** One word of an operator: what gets no answer is said again, with the same ID. */
async function change(run: RunDriver, more: Partial<LimitsChange>): Promise<void> {
  const id = `change-${++changes}`;
  const args: [LimitsChange] = [{ id, by: 'olga', reason: 'test', planHash: run.planHash, ...more }];
  await eventually('an answer', () =>
    run.handle.executeUpdate(changeLimitsUpdate, { args, updateId: id }).catch((error: unknown) => {
      if (error instanceof ServiceError) return false as const;
      throw error;
    }),
  );
}

/** The present histories of the run and of both rolls. */
async function histories(run: RunDriver): Promise<Record<string, string>> {
  const estate = run.handle.workflowId.replace('upgrade/', '');
  const rolls = ['A', 'B'].map((name) =>
    clusterWorkflowId(estate, { vcenter: 'wl-vc', moid: `domain-${name}` }),
  );
  const ids = [run.handle.workflowId, ...rolls];
  const pairs = ids.map(async (id) => {
    const { runId } = await harness.client.workflow.getHandle(id).describe();
    return [id, runId] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

/** Changes something of no weight until the run and both rolls have new histories; answers those they had. */
async function untilAllContinued(run: RunDriver): Promise<Record<string, string>> {
  const before = await histories(run);
  await eventually(
    'new histories of all three',
    async () => {
      const count = 10 + (changes % 50);
      await change(run, { failureBudget: { authority: { count, percent: 0 } } });
      const now = await histories(run);
      return Object.entries(before).every(([id, runId]) => now[id] !== runId);
    },
    90_000,
    150,
  );
  return before;
}

/** Approves what opens, but not the gate that stays open. */
async function approveUntil(run: RunDriver, isReached: () => boolean): Promise<void> {
  await eventually(
    'the middle of everything',
    async () => {
      const { gates } = await run.status();
      const open = gates.find(({ id, state }) => state === 'open' && id !== OPEN_GATE);
      if (open !== undefined) await run.decide(open.id, 'approved');
      return open === undefined && isReached();
    },
    120_000,
  );
}

it('run and rolls continue as new amid a gate, a parked host, one in hand and new limits: nothing lost, nothing twice', async () => {
  const hosts = detainedHosts(['a-3', 'a-4']);
  let isFull = true;
  const stub = createStubEstate(
    { taHosts: 2, clusters: { A: 6, B: 2 } },
    {
      ...hosts,
      remediationFails: (host) => (host === 'a-2' && isFull ? 'no space left' : undefined),
    },
  );
  const entered = (cluster: string): string[] =>
    stub.effects.filter((effect) => effect.startsWith(`enter ${cluster}-`)).map((it) => it.slice(6));
  const bundle = await workflowBundle();

  await harness.run(
    stub,
    async (run) => {
      await approveUntil(run, () => entered('a').includes('a-4') && stub.effects.includes('export a-1'));
      const parked = await eventually('a-2 parked, the gate open', async () => {
        const { parkings, gates } = await run.status();
        const isOpen = gates.some(({ id, state }) => id === OPEN_GATE && state === 'open');
        return isOpen ? parkings?.find(({ subject }) => subject === 'a-2') : undefined;
      });
      expect(parked.problem).toContain('no space left');
      await change(run, { ...most(1), order: [{ cluster: 'A', hosts: ['a-6'] }] });
      const past = [await untilAllContinued(run), await untilAllContinued(run)];

      const status = await run.status();
      expect(status.parkings).toEqual([parked]);
      expect(status.limits?.concurrency).toMatchObject({ perCluster: 1 });
      expect(status.gates.find(({ id }) => id === OPEN_GATE)?.state).toBe('open');
      expect(entered('a')).toEqual(['a-1', 'a-2', 'a-3', 'a-4']);

      // Decided by somebody whom only the first history told of it.
      isFull = false;
      await run.settle('a-2', 'retry');
      await eventually('a-2 done', async () => stub.effects.includes('exit a-2'));
      past.push(await untilAllContinued(run));
      // Two are in hand still, and the limit is one.
      expect(entered('a')).toHaveLength(4);
      hosts.release('a-3', 'a-4');
      const ended = await run.approveAll();

      expect(ended).toMatchObject({ state: 'succeeded', outcome: 'all tiers are done' });
      expect(ended.tiers.map(({ done, total }) => [done, total])).toEqual([
        [1, 1],
        [2, 2],
        [1, 1],
        [8, 8],
      ]);
      expect(ended.parked ?? []).toEqual([]);
      expect(entered('a')).toEqual(['a-1', 'a-2', 'a-3', 'a-4', 'a-6', 'a-5']);
      expect(entered('b')).toEqual(['b-1', 'b-2']);
      const applied = stub.effects.filter((effect) => effect.startsWith('apply '));
      expect(applied.filter((effect) => effect === 'apply a-2')).toHaveLength(2);
      expect(new Set(applied).size).toBe(applied.length - 1);
      expect(stub.effects.filter((effect) => /^(commit|restore) /.test(effect)).toSorted()).toEqual([
        'commit A',
        'commit B',
        'commit TA',
        'restore A',
        'restore B',
        'restore TA',
      ]);
      // The parked host has one history, whatever became of those around it.
      const estate = run.handle.workflowId.replace('upgrade/', '');
      const host = hostWorkflowId(estate, { vcenter: 'wl-vc', moid: 'host-a-2' });
      const { raw } = await harness.client.workflow.getHandle(host).describe();
      expect(raw.workflowExecutionInfo?.firstRunId).toBe(raw.workflowExecutionInfo?.execution?.runId);

      for (const [workflowId, runId] of past.flatMap((all) => Object.entries(all))) {
        const history = await harness.client.workflow.getHandle(workflowId, runId).fetchHistory();
        await Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);
      }
    },
    { limits: most(2), continueAfterEvents: 60 },
  );
}, 300_000);
