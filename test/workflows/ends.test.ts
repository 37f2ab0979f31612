import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { hostWorkflowId } from '../../src/domain/ids.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

/** A run whose first host is parked: it stands still until the test does something. */
const parking = (): StubEstate =>
  createStubEstate(
    { taHosts: 2, clusters: { A: 1 } },
    { remediationFails: (host) => (host === 'ta-1' ? 'no space' : undefined) },
  );

async function untilParked(run: RunDriver): Promise<void> {
  await run.decide(await run.openGate(), 'approved');
  await eventually('the second gate', async () => (await run.openGate()) === 'after/authority-vcenter');
  await run.decide('after/authority-vcenter', 'approved');
  await eventually('the parked host', async () => (await run.status()).state === 'needs-operator');
}

describe('ends that nobody planned', () => {
  it('shows what a parked host waits for, with reason, need and choices', async () => {
    await harness.run(parking(), async (run) => {
      await untilParked(run);
      const [waiting] = (await run.status()).waitingOn;
      expect(waiting).toMatchObject({ kind: 'operator-decision', subject: 'ta-1', have: 'no space' });
      expect(waiting?.youMay.map(({ what }) => what)).toContain('vta run abort');
      await run.handle.cancel();
      await run.handle.result().catch(() => undefined);
    });
  });

  it('DG-16: a run cancelled in Temporal puts the policy back, and has its report', async () => {
    const stub = parking();
    await harness.run(stub, async (run) => {
      await untilParked(run);
      await run.handle.cancel();
      await expect(run.handle.result()).rejects.toThrow(WorkflowFailedError);
      const events = run.records.events();
      expect(events.find(({ type }) => type === 'run.ended')?.text).toBe('cancelled in Temporal');
    });
    expect(stub.effects.at(-1)).toBe('restore TA');
  });

  it('DG-16: a host workflow that was terminated ends the run as failed, names the host, restores the policy', async () => {
    const stub = parking();
    const status = await harness.run(stub, async (run) => {
      await untilParked(run);
      const id = hostWorkflowId(run.handle.workflowId.replace('upgrade/', ''), {
        vcenter: 'ta-vc',
        moid: 'host-ta-1',
      });
      await harness.client.workflow.getHandle(id).terminate('by a test');
      return run.handle.result();
    });
    expect(status.state).toBe('failed');
    expect(status.outcome).toContain('ta-1');
    expect(stub.effects.at(-1)).toBe('restore TA');
  });
});
