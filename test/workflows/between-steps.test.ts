import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostWorkflowId } from '../../src/domain/ids.js';
import { controlSignal, unitStatusQuery } from '../../src/workflows/messages.js';
import { createStubEstate } from '../support/stub-estate.js';
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
const upgradeOf = (run: RunDriver, name: string) =>
  harness.client.workflow.getHandle(
    hostWorkflowId(run.handle.workflowId.replace('upgrade/', ''), {
      vcenter: name.startsWith('ta') ? 'ta-vc' : 'wl-vc',
      moid: `host-${name}`,
    }),
  );
const PAUSED = { paused: true, aborting: false, pause: 'next-step' } as const;
const RESUMED = { paused: false, aborting: false } as const;

/** ta-1 is parked; the run pauses, the cause is gone, and the host goes on to its next step, where it stands. */
async function untilItStands(run: RunDriver, mend: () => void) {
  await run.untilParked('ta-1');
  const host = upgradeOf(run, 'ta-1');
  await host.signal(controlSignal, PAUSED);
  mend();
  await run.settle('ta-1', 'retry');
  await eventually('the pause', async () => {
    return (await host.query(unitStatusQuery)).waitingOn?.kind === 'paused';
  });
  return host;
}

describe('a pause before the next step', () => {
  it('INV-4: holds a host between evacuation and apply, and its guards look again afterwards', async () => {
    let isBroken = true;
    const stub = createStubEstate(small, {
      evacuationFails: (host) => (isBroken && host === 'ta-1' ? 'a VM did not move' : undefined),
    });
    const neighbour = stub.hosts.get('ta-2')!;
    const status = await harness.run(stub, async (run) => {
      const host = await untilItStands(run, () => (isBroken = false));
      expect(stub.effects).not.toContain('apply ta-1');

      neighbour.inMaintenance = true;
      await host.signal(controlSignal, RESUMED);
      await eventually('the guard', async () => {
        return (await host.query(unitStatusQuery)).waitingOn?.kind === 'ta-host-unavailable';
      });
      expect(stub.effects).not.toContain('apply ta-1');
      neighbour.inMaintenance = false;
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
  });

  it('holds a host after its boot, and an abort then names it', async () => {
    let isBroken = true;
    const stub = createStubEstate(small, {
      remediationFails: (host) => (isBroken && host === 'ta-1' ? 'no space left' : undefined),
    });
    const status = await harness.run(stub, async (run) => {
      const host = await untilItStands(run, () => (isBroken = false));
      expect(stub.hosts.get('ta-1')).toMatchObject({ version: NEW, inMaintenance: true });
      await host.signal(controlSignal, { paused: true, aborting: true });
      return run.handle.result();
    });
    expect(status.debts.map(({ text }) => text).join()).toContain('ta-1 was left');
  });
});

describe('a guard that does not pass by itself', () => {
  it('DG-12: parks its host after the limit; skipped there, nothing was done to it', async () => {
    const stub = createStubEstate(small);
    const status = await harness.run(stub, async (run) => {
      // Somebody's own maintenance, begun after the plan was made and never ended.
      stub.hosts.get('a-2')!.inMaintenance = true;
      const parked = await run.untilParked('a-2');
      const parking = parked.parkings?.find(({ subject }) => subject === 'a-2');
      expect(parking).toMatchObject({ step: 'guards', rule: 'DG-12' });
      expect(parking?.choices.find(({ choice }) => choice === 'retry-from')?.from).toEqual(['guards']);
      await run.settle('a-2', 'skip', { reason: 'not ours' });
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(stub.effects).not.toContain('enter a-2');
    expect(stub.hosts.get('a-2')?.version).toBe(OLD);
    expect(status.debts.map(({ text }) => text)).toContain(
      'a-2 was skipped by olga: not ours; nothing was done to it',
    );
  });

  it('a TA host that waits for another one asks nobody, however long', async () => {
    const stub = createStubEstate(small);
    await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      await eventually('the second gate', async () => (await run.openGate()) === 'after/authority-vcenter');
      // Before, the vCenter's own verification would wait for it.
      stub.hosts.get('ta-2')!.inMaintenance = true;
      await run.decide('after/authority-vcenter', 'approved');
      const waiting = await eventually('the guard', async () =>
        (await run.status()).waitingOn.find(({ kind }) => kind === 'ta-host-unavailable'),
      );
      // An hour of the estate's time is longer than any limit of a guard.
      await eventually('an hour', async () => Date.now() - Date.parse(waiting.since) > 6_000);
      expect((await run.status()).parked).toEqual([]);
      await run.handle.terminate();
    });
  });
});
