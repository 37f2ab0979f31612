import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

const NEW = '8.0.3-24022510';
const CONFIRM = 'confirm-full-boot/wl-vc/a-1';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const small = { taHosts: 2, clusters: { A: 2 } };

async function approveUntil(run: RunDriver, gate: string): Promise<void> {
  for (;;) {
    const open = await run.openGate();
    if (open === gate) return;
    await run.decide(open, 'approved');
  }
}

describe('what the run cannot do itself is asked of people, in plain words', () => {
  it('ORD-3, ORD-7: TA hosts that no image manages are upgraded by hand, each in maintenance mode', async () => {
    const stub = createStubEstate({ ...small, taImage: false });
    const status = await harness.run(stub, (run) => run.approveAll());
    expect(status.state).toBe('succeeded');
    const onAuthority = stub.effects.filter((effect) => /ta-|TA$/.test(effect));
    expect(onAuthority).toEqual([
      'backup ta-vc',
      'stage ta-vc',
      'install ta-vc',
      'enter ta-1',
      'by hand ta-1',
      'exit ta-1',
      'enter ta-2',
      'by hand ta-2',
      'exit ta-2',
    ]);
  });

  it('IMG-3, DG-2: an image that no host gives away is imported by hand, and trusted at its gate', async () => {
    const stub = createStubEstate(small, { exportRefused: () => 'a-1 gives it to nobody' });
    const status = await harness.run(stub, async (run) => {
      await approveUntil(run, 'after/trusted-vcenters');
      await run.decide('after/trusted-vcenters', 'approved');
      await eventually('the parked export', async () => (await run.status()).state === 'needs-operator');
      const [waiting] = (await run.status()).waitingOn;
      expect(waiting).toMatchObject({ rule: 'IMG-3', have: expect.stringContaining('gives it to nobody') });
      expect(waiting?.youMay.map(({ what }) => what).join('\n')).toMatch(
        /import it by hand: Export-VMHostImageDb from a-1, then New-TrustAuthorityVMHostBaseImage in cluster TA/,
      );
      stub.importByHand(NEW);
      await approveUntil(run, `trust-image/${NEW}`);
      const gate = (await run.status()).gates.find(({ id }) => id === `trust-image/${NEW}`);
      expect(gate?.evidence?.join()).toMatch(/imported by hand.*DG-11/);
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(stub.effects.filter((effect) => /^(export|import)/.test(effect))).toEqual([]);
    expect(stub.effects).toContain('archive configuration');
  });

  it('DG-6: a full boot of the test host that nothing proves is confirmed at a gate', async () => {
    const stub = createStubEstate(small, { bootsUnseen: (host) => host === 'a-1' });
    const status = await harness.run(stub, async (run) => {
      await approveUntil(run, CONFIRM);
      expect(stub.hosts.get('a-1')?.inMaintenance).toBe(true);
      const ended = await run.approveAll();
      expect(await run.records.port.readLedger(run.handle.workflowId.replace('upgrade/', ''))).toContainEqual(
        expect.objectContaining({
          host: expect.objectContaining({ name: 'a-1' }),
          measured: NEW,
          boot: expect.objectContaining({ type: 'full', source: 'operator' }),
        }),
      );
      return ended;
    });
    expect(status.state).toBe('succeeded');
    expect(status.gates.find(({ id }) => id === CONFIRM)).toMatchObject({ state: 'approved', by: 'otto' });
  });

  it('DG-6, DG-9: a full boot that is not confirmed ends the run with the host in maintenance mode', async () => {
    const stub = createStubEstate(small, { bootsUnseen: (host) => host === 'a-1' });
    const status = await harness.run(stub, async (run) => {
      await approveUntil(run, CONFIRM);
      await run.decide(CONFIRM, 'rejected');
      return run.handle.result();
    });
    expect(status.state).toBe('rejected');
    expect(stub.hosts.get('a-1')?.inMaintenance).toBe(true);
    expect(stub.effects).not.toContain('enter a-2');
    expect(stub.effects.at(-1)).toBe('restore A');
  });
});
