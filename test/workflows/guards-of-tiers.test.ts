import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const SHAPE = { taHosts: 2, clusters: { A: 2 } };
const ASKED = 'admission-control/wl-vc/';

describe('between the tiers', () => {
  it('DG-13: after the TA vCenter a registration that a trusted vCenter has lost holds the TA hosts', async () => {
    const stub = createStubEstate(SHAPE, { registered: () => [] });
    await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      const waiting = await eventually('the lost registration', async () =>
        (await run.status()).waitingOn.find(({ rule }) => rule === 'DG-13'),
      );
      expect(waiting).toMatchObject({ subject: 'wl-vc', have: 'no longer registered: ta-1:443' });
      expect(stub.effects).toContain('install ta-vc');
      expect(stub.effects).not.toContain('enter ta-1');
      delete stub.trouble.registered;
      expect((await run.approveAll()).state).toBe('succeeded');
    });
  });

  it('DG-2: admission control is switched off behind a gate of its own, before a host of the tier', async () => {
    const stub = createStubEstate({ ...SHAPE, disablesAdmissionControl: ['A'] });
    const status = await harness.run(stub, async (run) => {
      let gate = await run.openGate();
      for (; !gate.startsWith(ASKED); gate = await run.openGate()) await run.decide(gate, 'approved');
      expect(stub.effects).toContain('install wl-vc');
      await run.decide(gate, 'rejected');
      return run.handle.result();
    });
    expect(status.state).toBe('rejected');
    expect(stub.effects.filter((effect) => /^(policy A|enter a-)/.test(effect))).toEqual([]);
  });
});
