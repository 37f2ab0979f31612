import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { createLatches } from '../support/latch.js';
import { createStubEstate } from '../support/stub-estate.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const abort = { id: 'a-1', by: 'olga', reason: 'test' };

/** Approves whatever opens while something else is awaited. */
async function approvingUntil(run: RunDriver, reached: Promise<void>): Promise<void> {
  let isReached = false;
  void reached.then(() => (isReached = true));
  await eventually('the step', async () => {
    if (isReached) return true;
    const open = (await run.status()).gates.find(({ state }) => state === 'open');
    if (open !== undefined) await run.decide(open.id, 'approved');
    return undefined;
  });
}

describe('DG-16: an abort in every phase of a host', () => {
  it.each(['guards', 'evacuation', 'remediation', 'export', 'attestation', 'exit'])(
    'in %s: no host is in maintenance mode without being named, no policy changed, no other host begun',
    async (step) => {
      const latches = createLatches();
      latches.hold(`${step} a-1`);
      const stub = createStubEstate({ taHosts: 2, clusters: { A: 2 } }, { holds: latches.holds });
      const before = structuredClone(stub.policies);
      const status = await harness.run(stub, async (run) => {
        await approvingUntil(run, latches.reached(`${step} a-1`));
        await run.handle.executeUpdate(abortRunUpdate, { args: [abort] });
        latches.release(`${step} a-1`);
        return run.handle.result();
      });
      expect(status.state).toBe('aborted');
      const named = (status.residue ?? [])
        .filter(({ kind }) => kind === 'host')
        .map(({ subject }) => subject);
      const inMaintenance = [...stub.hosts.values()]
        .filter((host) => host.inMaintenance)
        .map(({ ref }) => ref.name);
      expect(named).toEqual(expect.arrayContaining(inMaintenance));
      expect(stub.policies).toEqual(before);
      expect(stub.effects).not.toContain('enter a-2');
      // What the run did to the estate and does not take back is named too.
      expect(status.residue?.map(({ kind }) => kind)).toContain('commit');
      expect(status.residue?.every(({ whatToDo }) => whatToDo !== '')).toBe(true);
    },
  );
});
