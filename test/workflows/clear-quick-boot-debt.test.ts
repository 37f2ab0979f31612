import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { hostWorkflowId } from '../../src/domain/ids.js';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type OperationDriver } from '../support/run-harness.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import { OLD } from '../support/stub-world.js';
import type { StubTrouble } from '../support/stub-shape.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const NEW = '8.0.3-24022510';
const CLEAR = { kind: 'clear-quick-boot-debt', parameters: { cluster: 'AQB' } } as const;

/** Three hosts of a cluster with Quick Boot on, of which the first two run NEW and attest with OLD. */
function quickBooted(trouble: StubTrouble = {}): StubEstate {
  const quickBootedHosts = { to: NEW, hosts: ['aqb-1', 'aqb-2'] };
  return createStubEstate({ taHosts: 2, clusters: { AQB: 3 }, quickBooted: quickBootedHosts }, trouble);
}

const isQuickBootOn = (stub: StubEstate) => stub.policies['AQB']?.['enable_quick_boot'];
const ledger = async (run: OperationDriver, name: string) =>
  (await run.records.port.readLedger(run.estate.name)).find(({ host }) => host.name === name);
const abort = (run: OperationDriver) =>
  run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'abort', by: 'olga', reason: 'a test' }] });

describe('QB-5: full boots of quick-booted hosts', () => {
  it('QB-5, DG-16: Quick Boot off, one host after another, measured after the proof, policy restored', async () => {
    const stub = quickBooted();
    await harness.operate(stub, CLEAR, async (run) => {
      expect(await run.openGate()).toBe('begin');
      expect(stub.effects).toEqual([]);
      const status = await run.approveAll();
      expect(status).toMatchObject({ state: 'succeeded', debts: [] });
      expect(status.steps?.map(({ id, state }) => [id, state])).toEqual([
        ['quick-boot-off', 'done'],
        ['reboot/aqb-1', 'done'],
        ['reboot/aqb-2', 'done'],
        ['restore-policy', 'done'],
      ]);
      expect(await ledger(run, 'aqb-1')).toMatchObject({ installed: NEW, measured: NEW });
      expect(await ledger(run, 'aqb-1')).not.toHaveProperty('owedSince');
    });
    expect(stub.effects.filter((effect) => !effect.startsWith('policy'))).toEqual([
      'enter aqb-1',
      'reboot aqb-1',
      'exit aqb-1',
      'enter aqb-2',
      'reboot aqb-2',
      'exit aqb-2',
      'restore AQB',
    ]);
    expect(stub.effects[0]).toBe('policy AQB quickBoot=false');
    expect(isQuickBootOn(stub)).toBe(true);
  });

  it('DG-2: a rejected gate changes nothing', async () => {
    const stub = quickBooted();
    await harness.operate(stub, CLEAR, async (run) => {
      await run.decide(await run.openGate(), 'rejected');
      expect((await run.handle.result()).state).toBe('rejected');
    });
    expect(stub.effects).toEqual([]);
  });

  it('DG-16: aborted in the middle, the host in hand is finished, the policy restored, the rest named', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const stub = quickBooted({
      holds: (step, subject) => (step === 'reboot' && subject === 'aqb-1' ? held : undefined),
    });
    await harness.operate(stub, CLEAR, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      await eventually('the reboot', async () => stub.effects.includes('reboot aqb-1'));
      expect(isQuickBootOn(stub)).toBe(false);
      await abort(run);
      letGo();
      const status = await run.handle.result();
      expect(status.state).toBe('aborted');
      expect(status.debts).toMatchObject([{ kind: 'quick-boot', subject: 'aqb-2' }]);
    });
    expect(stub.effects).not.toContain('enter aqb-2');
    expect(isQuickBootOn(stub)).toBe(true);
  });

  it('DG-16: a host whose workflow breaks fails the operation; the policy is restored', async () => {
    const stub = quickBooted({ rebootFails: () => 'no sign of a boot' });
    await harness.operate(stub, CLEAR, async (run) => {
      await run.untilParked('aqb-1');
      const id = hostWorkflowId(run.estate.name, { vcenter: 'wl-vc', moid: 'host-aqb-1' });
      await harness.client.workflow.getHandle(id).terminate('a test');
      const status = await run.handle.result();
      expect(status).toMatchObject({ state: 'failed', outcome: expect.stringContaining('aqb-1') });
    });
    expect(isQuickBootOn(stub)).toBe(true);
  });

  it('DG-16: cancelled in Temporal, the policy is restored all the same', async () => {
    const stub = quickBooted({ rebootFails: () => 'no sign of a boot' });
    await harness.operate(stub, CLEAR, async (run) => {
      await run.untilParked('aqb-1');
      await run.handle.cancel();
      await expect(run.handle.result()).rejects.toThrow(WorkflowFailedError);
    });
    expect(isQuickBootOn(stub)).toBe(true);
  });

  it('QB-5: a reboot that is not seen is never repeated by itself; a person decides', async () => {
    let fails = true;
    const stub = quickBooted({ rebootFails: () => (fails ? 'no sign of a boot' : undefined) });
    await harness.operate(stub, CLEAR, async (run) => {
      await run.untilParked('aqb-1');
      expect(stub.effects.filter((effect) => effect === 'reboot aqb-1')).toHaveLength(1);
      fails = false;
      await run.settle('aqb-1', 'retry');
      expect((await run.approveAll()).state).toBe('succeeded');
    });
    expect(stub.effects.filter((effect) => effect === 'reboot aqb-1')).toHaveLength(2);
  });

  it('QB-5, DG-14: one that was quick-booted again stays in debt and in maintenance until a person decides', async () => {
    let quickly = true;
    const stub = quickBooted({ rebootsQuickly: () => quickly });
    await harness.operate(stub, CLEAR, async (run) => {
      await run.untilParked('aqb-1');
      expect(await ledger(run, 'aqb-1')).toMatchObject({ measured: OLD });
      expect(stub.hosts.get('aqb-1')?.inMaintenance).toBe(true);
      quickly = false;
      await run.settle('aqb-1', 'retry-from', { from: 'remediation' });
      expect((await run.approveAll()).state).toBe('succeeded');
      expect(await ledger(run, 'aqb-1')).toMatchObject({ measured: NEW });
    });
  });

  it('DG-14: without any proof a person is asked at a gate, and the word is the evidence', async () => {
    const stub = quickBooted({ bootsUnseen: (host) => host === 'aqb-1' });
    await harness.operate(stub, CLEAR, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      expect(await run.openGate()).toBe('confirm-full-boot/wl-vc/aqb-1');
      expect(await ledger(run, 'aqb-1')).toMatchObject({ measured: OLD });
      expect((await run.approveAll()).state).toBe('succeeded');
      expect(await ledger(run, 'aqb-1')).toMatchObject({ measured: NEW, boot: { source: 'operator' } });
    });
  });

  it('a skipped host stays in debt; the others go on', async () => {
    const stub = quickBooted({ rebootFails: (host) => (host === 'aqb-1' ? 'hangs' : undefined) });
    await harness.operate(stub, CLEAR, async (run) => {
      await run.untilParked('aqb-1');
      await run.settle('aqb-1', 'skip');
      const status = await run.approveAll();
      expect(status).toMatchObject({ state: 'succeeded', debts: [{ kind: 'quick-boot', subject: 'aqb-1' }] });
    });
    expect(stub.hosts.get('aqb-2')?.measured).toBe(NEW);
  });

  it('DG-3: a host that somebody has booted fully meanwhile is not booted again', async () => {
    const stub = quickBooted();
    await harness.operate(stub, CLEAR, async (run) => {
      await run.openGate();
      Object.assign(stub.hosts.get('aqb-1') ?? {}, { measured: NEW, boots: 2, bootType: 'full' });
      expect((await run.approveAll()).state).toBe('succeeded');
      expect(await ledger(run, 'aqb-1')).toMatchObject({ measured: NEW });
    });
    expect(stub.effects).not.toContain('reboot aqb-1');
  });
});
