import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import { OLD } from '../support/stub-world.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';

const NEW = '8.0.3-24022510';
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const small = { taHosts: 2, clusters: { A: 2 } };

/** An estate in which one host cannot be remediated. */
const failing = (host: string): StubEstate =>
  createStubEstate(small, { remediationFails: (name) => (name === host ? 'no space left' : undefined) });

/** No TA host may fail without a word: somebody decides that the next one may follow. @rule ORD-8 */
async function approveHold(run: RunDriver): Promise<void> {
  expect(await run.openGate()).toBe('hold/authority-hosts');
  await run.decide('hold/authority-hosts', 'approved');
}

describe('a skip never weakens safety', () => {
  it('skip: a trusted host stays in maintenance mode, in the ledger and among the debts; the others go on', async () => {
    const big = createStubEstate(
      { taHosts: 2, clusters: { A: 3 } },
      { remediationFails: (host) => (host === 'a-2' ? 'no space left' : undefined) },
    );
    const status = await harness.run(big, async (run) => {
      await run.untilParked('a-2');
      await run.settle('a-2', 'skip', { reason: 'its board is replaced tomorrow' });
      const ended = await run.approveAll();
      const ledger = await run.records.port.readLedger(run.handle.workflowId.replace('upgrade/', ''));
      expect(ledger.find(({ host }) => host.name === 'a-2')).toMatchObject({ installed: OLD, measured: OLD });
      return ended;
    });
    expect(status).toMatchObject({ state: 'succeeded', outcome: 'all tiers are done, 1 host skipped' });
    expect(status.tiers.at(-1)).toMatchObject({ done: 2, skipped: 1, total: 3 });
    expect(big.hosts.get('a-2')).toMatchObject({ version: OLD, inMaintenance: true });
    expect(big.hosts.get('a-3')).toMatchObject({ version: NEW, inMaintenance: false });
    expect(status.debts).toContainEqual({
      kind: 'host-skipped',
      subject: 'a-2',
      rule: 'ORD-5',
      text: 'a-2 was skipped by olga: its board is replaced tomorrow; it was left while remediating and is or may be in maintenance mode',
    });
  });

  it('INV-4: a skipped TA host that is out of service keeps every other TA host in service', async () => {
    const stub = failing('ta-1');
    await harness.run(stub, async (run) => {
      await run.untilParked('ta-1');
      await run.settle('ta-1', 'skip');
      await approveHold(run);
      const waiting = await eventually('the guard of ta-2', async () =>
        (await run.status()).waitingOn.find(({ kind }) => kind === 'ta-host-unavailable'),
      );
      expect(waiting).toMatchObject({ subject: 'ta-1', have: expect.stringContaining('in maintenance') });
      expect(stub.effects).not.toContain('enter ta-2');
      const host = stub.hosts.get('ta-1');
      if (host !== undefined) host.inMaintenance = false;
      await eventually('ta-2 upgraded', async () => stub.hosts.get('ta-2')?.version === NEW);
      expect(stub.hosts.get('ta-1')?.version).toBe(OLD);
      await run.handle.terminate();
    });
  });

  it('IMG-2: a test host is not skipped before its image is trusted', async () => {
    await harness.run(failing('a-1'), async (run) => {
      await run.untilParked('a-1');
      await expect(run.settle('a-1', 'skip')).rejects.toThrow(WorkflowUpdateFailedError);
      const refusal = await run.settle('a-1', 'skip').catch((error: unknown) => (error as Error).cause);
      expect(refusal).toMatchObject({ type: 'IMG-2', message: expect.stringContaining('test host') });
      expect((await run.status()).parkings?.[0]?.decided).toBeUndefined();
      await run.settle('a-1', 'abort');
      expect((await run.handle.result()).state).toBe('aborted');
    });
  });

  it('INV-5: a skipped TA host that differs from the others keeps them in service', async () => {
    let differs = false;
    const stub = createStubEstate(small, {
      remediationFails: (host) => (host === 'ta-1' ? 'no space left' : undefined),
      authorityDiffers: () => differs,
    });
    await harness.run(stub, async (run) => {
      await run.untilParked('ta-1');
      differs = true;
      stub.hosts.get('ta-1')!.inMaintenance = false;
      await run.settle('ta-1', 'skip');
      await approveHold(run);
      await eventually('the guard of ta-2', async () =>
        (await run.status()).waitingOn.find(({ kind }) => kind === 'ta-service-unhealthy'),
      );
      expect(stub.effects).not.toContain('enter ta-2');
      differs = false;
      await eventually('ta-2 upgraded', async () => stub.hosts.get('ta-2')?.version === NEW);
      await run.handle.terminate();
    });
  });
});
