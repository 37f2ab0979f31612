import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { abortRunUpdate, pauseRunUpdate, resumeRunUpdate } from '../../src/workflows/messages.js';
import { createStubEstate } from '../support/stub-estate.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const small = { taHosts: 2, clusters: { A: 2 } };
const request = (id: string) => ({ id, by: 'olga', reason: 'test' });

async function approveUntil(run: RunDriver, gate: string): Promise<void> {
  for (;;) {
    const open = await run.openGate();
    if (open === gate) return;
    await run.decide(open, 'approved');
  }
}

describe('gates', () => {
  it('DG-2: a rejected begin gate ends the run before anything is touched', async () => {
    const stub = createStubEstate(small);
    const status = await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'rejected');
      return run.handle.result();
    });
    expect(status.state).toBe('rejected');
    expect(stub.effects).toEqual([]);
  });

  it('DG-2: the requester may not approve, a wrong plan hash is refused, a decision counts once', async () => {
    await harness.run(createStubEstate(small), async (run) => {
      const gate = await run.openGate();
      await expect(run.decide(gate, 'approved', 'ina')).rejects.toThrow(WorkflowUpdateFailedError);
      const before = await run.status();
      expect(before.gates.find(({ id }) => id === gate)?.state).toBe('open');
      await run.decide(gate, 'rejected');
      const ended = await run.handle.result();
      expect(ended.gates.find(({ id }) => id === gate)).toMatchObject({ state: 'rejected', by: 'otto' });
    });
  });

  it('DG-2, DG-16: a rejected image leaves the test host named and the policy restored', async () => {
    const stub = createStubEstate(small);
    const status = await harness.run(stub, async (run) => {
      await approveUntil(run, 'trust-image/8.0.3-24022510');
      await run.decide('trust-image/8.0.3-24022510', 'rejected');
      return run.handle.result();
    });
    expect(status.state).toBe('rejected');
    expect(stub.effects).not.toContain('import 8.0.3-24022510');
    expect(stub.effects.at(-1)).toBe('restore A');
    expect(status.debts.map(({ text }) => text).join()).toContain('a-1');
    expect(stub.hosts.get('a-1')?.inMaintenance).toBe(true);
  });
});

describe('pause, resume and abort', () => {
  it('pauses at the next safe point and goes on after resume', async () => {
    const stub = createStubEstate(small);
    const status = await harness.run(stub, async (run) => {
      await run.openGate();
      await run.handle.executeUpdate(pauseRunUpdate, { args: [request('p1')] });
      await run.decide('begin', 'approved');
      await eventually('the pause', async () => (await run.status()).state === 'paused');
      expect(stub.effects).toEqual([]);
      await run.handle.executeUpdate(resumeRunUpdate, { args: [request('r1')] });
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
  });

  it('DG-16: aborts between hosts, restores the policy and says so', async () => {
    const stub = createStubEstate(small);
    const status = await harness.run(stub, async (run) => {
      await approveUntil(run, 'cluster/wl-vc/domain-A');
      await run.handle.executeUpdate(abortRunUpdate, { args: [request('a1')] });
      return run.handle.result();
    });
    expect(status).toMatchObject({ state: 'aborted', outcome: 'aborted by olga' });
    expect(stub.effects).not.toContain('enter a-2');
    expect(stub.effects.at(-1)).toBe('restore A');
    expect([...stub.hosts.values()].filter(({ inMaintenance }) => inMaintenance)).toEqual([]);
  });

  it('a failed remediation parks its host, touches no other, and an abort names what is left', async () => {
    const stub = createStubEstate(small, {
      remediationFails: (host) => (host === 'ta-1' ? 'no space' : undefined),
    });
    const status = await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      await approveUntil(run, 'after/authority-vcenter');
      await run.decide('after/authority-vcenter', 'approved');
      await eventually('the parked host', async () => (await run.status()).state === 'needs-operator');
      expect((await run.status()).parked).toEqual(['ta-1']);
      expect(stub.effects).not.toContain('enter ta-2');
      await run.handle.executeUpdate(abortRunUpdate, { args: [request('a1')] });
      return run.handle.result();
    });
    expect(status.state).toBe('aborted');
    expect(status.debts.map(({ text }) => text).join()).toContain('ta-1');
    expect(stub.effects.at(-1)).toBe('restore TA');
  });
});

describe('long histories', () => {
  it('continue as new after every host without losing or repeating anything', async () => {
    const stub = createStubEstate({ taHosts: 3, clusters: { A: 3 } });
    const status = await harness.run(stub, (run) => run.approveAll(), { continueAfterEachHost: true });
    expect(status.state).toBe('succeeded');
    const applies = stub.effects.filter((effect) => effect.startsWith('apply'));
    expect(applies).toEqual([
      'apply ta-1',
      'apply ta-2',
      'apply ta-3',
      'apply a-1',
      'apply a-2',
      'apply a-3',
    ]);
    expect(stub.effects.filter((effect) => effect.startsWith('commit'))).toEqual(['commit TA', 'commit A']);
  });
});
