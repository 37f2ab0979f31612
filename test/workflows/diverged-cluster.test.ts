import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const GATE = 'remediate-trust/wl-vc/A';

async function untilGate(run: RunDriver): Promise<void> {
  for (let gate = await run.openGate(); gate !== GATE; gate = await run.openGate()) {
    await run.decide(gate, 'approved');
  }
}

describe('a trusted cluster that has diverged after the upgrade of its vCenter', () => {
  it('ORD-4, DG-13: is remediated once it is approved; tier 4 begins only then', async () => {
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 1 } });
    stub.applied['A'] = 'ERROR';
    const status = await harness.run(stub, async (run) => {
      await untilGate(run);
      expect(stub.effects).toContain('install wl-vc');
      expect(stub.effects).not.toContain('remediate A');
      await run.decide(GATE, 'approved');
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(stub.effects.indexOf('remediate A')).toBeLessThan(stub.effects.indexOf('enter a-1'));
    expect(stub.effects.filter((effect) => effect === 'remediate A')).toHaveLength(1);
  });

  it('DG-2: is left as it is when that is rejected, and no trusted host is touched', async () => {
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 1 } });
    stub.applied['A'] = 'ERROR';
    const status = await harness.run(stub, async (run) => {
      await untilGate(run);
      await run.decide(GATE, 'rejected');
      return run.handle.result();
    });
    expect(status.state).toBe('rejected');
    expect(stub.effects).not.toContain('remediate A');
    expect(stub.effects).not.toContain('enter a-1');
  });
});
