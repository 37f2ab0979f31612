import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createStubEstate } from '../support/stub-estate.js';
import { startHarness, type Harness } from '../support/run-harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

describe('a run in which nothing fails', () => {
  it('INV-6, ORD-1..5, ORD-7, ORD-8, IMG-2..5: goes tier by tier, host by host, the test host and its image first', async () => {
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 2, BQB: 2 } });
    const status = await harness.run(stub, (run) => run.approveAll());
    expect(status.state).toBe('succeeded');
    expect(stub.effects).toEqual([
      'backup ta-vc',
      'archive configuration',
      'stage ta-vc',
      'install ta-vc',
      'commit TA',
      'policy TA quickBoot=false',
      'enter ta-1',
      'apply ta-1',
      'exit ta-1',
      'enter ta-2',
      'apply ta-2',
      'exit ta-2',
      'restore TA',
      'backup wl-vc',
      'stage wl-vc',
      'install wl-vc',
      'commit A',
      'policy A quickBoot=false',
      'enter a-1',
      'apply a-1',
      'export a-1',
      'import 8.0.3-24022510',
      'archive configuration',
      'exit a-1',
      'enter a-2',
      'apply a-2',
      'exit a-2',
      'restore A',
      'commit BQB',
      'policy BQB quickBoot=false',
      'enter bqb-1',
      'apply bqb-1',
      'exit bqb-1',
      'policy BQB quickBoot=true',
      'enter bqb-2',
      'apply bqb-2',
      'exit bqb-2',
      'restore BQB',
    ]);
  });
});
