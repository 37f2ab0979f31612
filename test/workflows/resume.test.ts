import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abortRunUpdate, pauseRunUpdate, resumeRunUpdate } from '../../src/workflows/messages.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

let counter = 0;
const request = () => ({ id: `r-${++counter}`, by: 'olga', reason: 'test' });
const small = { taHosts: 2, clusters: { A: 2 } };

/** Paused at its first gate, then changed by others, then resumed. */
async function resumedAfter(run: RunDriver, change: () => void): Promise<void> {
  await run.openGate();
  await run.handle.executeUpdate(pauseRunUpdate, { args: [request()] });
  change();
  await run.handle.executeUpdate(resumeRunUpdate, { args: [request()] });
}
const gateOf = async (run: RunDriver, id: string) =>
  eventually(`gate ${id}`, async () => (await run.status()).gates.find((gate) => gate.id === id));
const reboot = (stub: StubEstate, name: string) => {
  const host = stub.hosts.get(name);
  if (host !== undefined) host.boots++;
};

describe('DG-12: a resumed run looks before it goes on', () => {
  it('goes on when nothing changed, and says so', async () => {
    await harness.run(createStubEstate(small), async (run) => {
      await resumedAfter(run, () => undefined);
      await eventually('the run to go on', async () => (await run.status()).pausedBy === undefined);
      const status = await run.status();
      expect(status).toMatchObject({ state: 'waiting-for-gate', resumedBy: { by: 'olga' } });
      expect(status.gates.map(({ id }) => id)).not.toContain('resume/1');
      const told = await eventually('the event', () =>
        run.records.events().find(({ type }) => type === 'run.resumed'),
      );
      expect(told.text).toContain('nothing changed');
    });
  });

  it('asks at a gate with the difference as evidence; approved, it goes on and does not ask the same again', async () => {
    const stub = createStubEstate(small);
    await harness.run(stub, async (run) => {
      await resumedAfter(run, () => {
        reboot(stub, 'a-1');
        stub.tasks['wl-vc'] = [
          {
            id: 'task-9',
            operation: 'HostSystem.reboot',
            entity: { type: 'HostSystem', moid: 'host-a-1', name: 'a-1' },
            user: 'VSPHERE.LOCAL\\ana',
          },
        ];
      });
      const gate = await gateOf(run, 'resume/1');
      expect(gate).toMatchObject({ state: 'open' });
      expect(gate.evidence).toEqual([
        expect.stringMatching(/^a-1: host has booted at /),
        expect.stringMatching(/^wl-vc: another administrator's task is running: .* by VSPHERE.LOCAL\\ana/),
      ]);
      expect((await run.status()).state).toBe('paused');
      await run.decide('resume/1', 'approved');
      await eventually('the run to go on', async () => (await run.status()).pausedBy === undefined);

      await resumedAfter(run, () => undefined);
      await eventually('the run to go on', async () => (await run.status()).pausedBy === undefined);
      expect((await run.status()).gates.map(({ id }) => id)).not.toContain('resume/2');
    });
  });

  it('ends when that is rejected', async () => {
    const stub = createStubEstate(small);
    const status = await harness.run(stub, async (run) => {
      await resumedAfter(run, () => reboot(stub, 'a-1'));
      await gateOf(run, 'resume/1');
      await run.decide('resume/1', 'rejected');
      return run.handle.result();
    });
    expect(status).toMatchObject({ state: 'rejected', outcome: expect.stringContaining('resume/1') });
    expect(stub.effects).toEqual([]);
  });

  it('DG-14: waits with its reason while the estate cannot be read', async () => {
    let why: string | undefined = 'not permitted';
    const stub = createStubEstate(small, { unreadable: (name) => (name === 'wl-vc' ? why : undefined) });
    await harness.run(stub, async (run) => {
      await resumedAfter(run, () => undefined);
      const waiting = await eventually('the reason', async () =>
        (await run.status()).waitingOn.find(({ kind }) => kind === 'host-unreadable'),
      );
      expect(waiting.have).toContain('wl-vc (not permitted)');
      expect((await run.status()).pausedBy).toBeDefined();
      why = undefined;
      await eventually('the run to go on', async () => (await run.status()).pausedBy === undefined);
      expect((await run.status()).waitingOn.map(({ kind }) => kind)).not.toContain('host-unreadable');
    });
  });

  it('may be paused again, or aborted, while it waits for the decision', async () => {
    const stub = createStubEstate(small);
    const status = await harness.run(stub, async (run) => {
      await resumedAfter(run, () => reboot(stub, 'a-1'));
      await gateOf(run, 'resume/1');
      await run.handle.executeUpdate(pauseRunUpdate, { args: [{ ...request(), pause: 'next-step' }] });
      expect(await run.status()).toMatchObject({ state: 'paused', pausedBy: { pause: 'next-step' } });
      expect((await run.status()).gates.find(({ id }) => id === 'resume/1')?.state).toBe('not-needed');
      await run.handle.executeUpdate(resumeRunUpdate, { args: [request()] });
      await gateOf(run, 'resume/2');
      await run.handle.executeUpdate(abortRunUpdate, { args: [request()] });
      return run.handle.result();
    });
    expect(status.state).toBe('aborted');
    expect(status.residue?.map(({ kind, subject }) => [kind, subject])).toContainEqual(['gate', 'resume/2']);
  });
});

describe('DG-12: nothing begins while another administrator is at work', () => {
  it('waits before a vCenter and before a host, naming task and user, and goes on by itself', async () => {
    const stub = createStubEstate(small);
    const busyAt = (vcenter: string, moid: string) => {
      stub.tasks[vcenter] = [
        {
          id: 'task-1',
          operation: 'HostSystem.disconnect',
          entity: { type: 'HostSystem', moid, name: 'some-host' },
          user: 'VSPHERE.LOCAL\\ana',
          since: '2026-01-01T10:00:00.000Z',
        },
      ];
    };
    const held = (run: RunDriver) =>
      eventually('foreign activity', async () =>
        (await run.status()).waitingOn.find(({ kind }) => kind === 'foreign-activity'),
      );
    await harness.run(stub, async (run) => {
      busyAt('ta-vc', 'host-ta-2');
      await run.decide(await run.openGate(), 'approved');
      expect(await held(run)).toMatchObject({
        have: expect.stringContaining('by VSPHERE.LOCAL\\ana since 2026'),
      });
      expect((await run.status()).reason?.kind).toBe('foreign-activity');
      expect(stub.effects).toEqual([]);
      stub.tasks['ta-vc'] = [];
      await eventually('the next gate', async () => (await run.openGate()) === 'after/authority-vcenter');

      busyAt('ta-vc', 'host-ta-2');
      await run.decide('after/authority-vcenter', 'approved');
      expect((await held(run)).subject).toBe('TA');
      expect(stub.effects).not.toContain('enter ta-1');
      stub.tasks['ta-vc'] = [];
      await eventually('the host', () => stub.effects.includes('enter ta-1'));
      await run.handle.executeUpdate(abortRunUpdate, { args: [request()] });
      await run.handle.result();
    });
  });
});
