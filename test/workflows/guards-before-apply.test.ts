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

/** While ta-1 is evacuated, a trusted host loses its attestation. */
function losingAttestation() {
  const latches = createLatches();
  latches.hold('evacuation ta-1');
  let isLost = false;
  const stub = createStubEstate(
    { taHosts: 2, clusters: { A: 2 } },
    { holds: latches.holds, attests: (host) => host !== 'a-2' || !isLost },
  );
  return {
    stub,
    back: (): void => void (isLost = false),
    async untilHeld(run: RunDriver): Promise<void> {
      await run.decide(await run.openGate(), 'approved');
      await run.decide(await run.openGate(), 'approved');
      await latches.reached('evacuation ta-1');
      isLost = true;
      latches.release('evacuation ta-1');
      const waiting = await eventually('the guard', async () =>
        (await run.status()).waitingOn.find(({ kind }) => kind === 'trusted-host-unattested'),
      );
      expect(waiting).toMatchObject({ subject: 'a-2', rule: 'DG-7' });
      expect(stub.hosts.get('ta-1')?.inMaintenance).toBe(true);
    },
  };
}

describe('attestation lost elsewhere while a TA host is evacuated', () => {
  it('DG-7: the host is not booted until it is back', async () => {
    const { stub, back, untilHeld } = losingAttestation();
    const status = await harness.run(stub, async (run) => {
      await untilHeld(run);
      expect(stub.effects).not.toContain('apply ta-1');
      back();
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(stub.effects.filter((effect) => effect.endsWith(' ta-1'))).toEqual([
      'enter ta-1',
      'apply ta-1',
      'exit ta-1',
    ]);
  });

  it('DG-7: nor is it when it was given back and somebody has the step done again', async () => {
    let isLost = false;
    let isBroken = true;
    const stub = createStubEstate(
      { taHosts: 2, clusters: { A: 2 } },
      {
        attests: (host) => host !== 'a-2' || !isLost,
        remediationFails: (host) => (isBroken && host === 'ta-1' ? 'no space left' : undefined),
      },
    );
    const parkedAnew = (run: RunDriver, problem: string) =>
      eventually(problem, async () =>
        (await run.status()).parkings?.find(
          (one) => one.subject === 'ta-1' && one.problem.startsWith(problem),
        ),
      );
    const applied = () => stub.effects.filter((effect) => effect === 'apply ta-1').length;
    const status = await harness.run(stub, async (run) => {
      await run.untilParked('ta-1');
      await run.settle('ta-1', 'take-over');
      await parkedAnew(run, 'in the hands of');
      [isLost, isBroken] = [true, false];
      await run.settle('ta-1', 'give-back');
      await parkedAnew(run, 'failed');
      await run.settle('ta-1', 'retry');
      await eventually('the guard', async () =>
        (await run.status()).waitingOn.find(({ kind }) => kind === 'trusted-host-unattested'),
      );
      expect(applied()).toBe(1);
      isLost = false;
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(applied()).toBe(2);
  });

  it('DG-16: an abort ends the wait, and the host is named as left', async () => {
    const { stub, untilHeld } = losingAttestation();
    const status = await harness.run(stub, async (run) => {
      await untilHeld(run);
      const abort = { id: 'a-1', by: 'olga', reason: 'test' };
      await run.handle.executeUpdate(abortRunUpdate, { args: [abort] });
      return run.handle.result();
    });
    expect(status.state).toBe('aborted');
    expect(stub.effects).not.toContain('apply ta-1');
    expect(status.residue?.map(({ subject }) => subject)).toContain('ta-1');
  });
});
