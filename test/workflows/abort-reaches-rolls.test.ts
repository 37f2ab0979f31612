import { activityInfo } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { detainedHosts } from '../support/detained-hosts.js';
import { eventually } from '../support/eventually.js';
import { approveUntil, entered, most, rollOf, untilContinued, untilEntered } from '../support/rolling.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const abort = (run: RunDriver) =>
  run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a1', by: 'olga', reason: 'test' }] });

/** a-2 and a-3 in hand, a-4 to come. */
function twoInHand() {
  const hosts = detainedHosts(['a-2', 'a-3']);
  const stub = createStubEstate({ taHosts: 2, clusters: { A: 4 } }, hosts);
  return { hosts, stub };
}

function endedInOrder(stub: StubEstate): void {
  expect(entered(stub)).not.toContain('a-4');
  expect([...stub.hosts.values()].filter(({ inMaintenance }) => inMaintenance)).toEqual([]);
  expect(stub.effects.at(-1)).toBe('restore A');
}

describe('DG-16: once an abort is answered, no roll begins a further host', () => {
  it('reaches hosts that an earlier history of their roll began', async () => {
    const { hosts, stub } = twoInHand();
    const status = await harness.run(
      stub,
      async (run) => {
        await approveUntil(run, 'cluster/wl-vc/domain-A');
        await untilEntered(stub, 'a-2', 'a-3');
        await untilContinued(run, rollOf(run));
        await abort(run);
        hosts.release('a-2', 'a-3');
        return run.handle.result();
      },
      { limits: most(2), continueAfterEvents: 90 },
    );
    expect(status.state).toBe('aborted');
    endedInOrder(stub);
  });

  it('reaches the roll while the run, in a new history of its own, cannot read its plan yet', async () => {
    const { hosts, stub } = twoInHand();
    const status = await harness.run(
      stub,
      async (run) => {
        await approveUntil(run, 'cluster/wl-vc/domain-A');
        await untilEntered(stub, 'a-2', 'a-3');
        const store = holdTheRunsPlan(run);
        await untilContinued(run, run.handle);
        await abort(run);
        hosts.release('a-2', 'a-3');
        await eventually(
          'the roll to end',
          async () => (await rollOf(run).describe()).status.name === 'COMPLETED',
        );
        store.release();
        return run.handle.result();
      },
      { limits: most(2), continueAfterEvents: 90 },
    );
    expect(status.state).toBe('aborted');
    endedInOrder(stub);
  });
});

/** The store keeps the plan from the run, not from its rolls. */
function holdTheRunsPlan({ blobs }: RunDriver): { release(): void } {
  const { get } = blobs;
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  blobs.get = async (hash) => {
    if (activityInfo().activityType === 'loadPlanOutline') await released;
    return get(hash);
  };
  return { release };
}
