import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { detainedHosts } from '../support/detained-hosts.js';
import { eventually } from '../support/eventually.js';
import {
  approveUntil,
  change,
  entered,
  most,
  park,
  rollOf,
  untilContinued,
  untilEntered,
} from '../support/rolling.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const names = (cluster: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${cluster}-${from + index}`);

const gate = async (run: RunDriver, id: string) => (await run.status()).gates.find((one) => one.id === id);
const untilGate = (run: RunDriver, id: string, state: string) =>
  eventually(`gate ${id} ${state}`, async () => {
    const found = await gate(run, id);
    return found?.state === state ? found : undefined;
  });

describe('how many hosts are in hand', () => {
  it('ORD-7, ORD-8, INV-4: as many trusted hosts as were chosen, after the test host; TA hosts one by one', async () => {
    const hosts = detainedHosts(['ta-1', 'a-1', ...names('a', 2, 5)]);
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 5 } }, hosts);
    const status = await harness.run(
      stub,
      async (run) => {
        await approveUntil(run, 'after/authority-vcenter');
        await untilEntered(stub, 'ta-1');
        expect(entered(stub)).toEqual(['ta-1']);
        hosts.release('ta-1');
        await approveUntil(run, 'after/trusted-vcenters');
        await untilEntered(stub, 'a-1');
        expect(entered(stub).slice(2)).toEqual(['a-1']);
        hosts.release('a-1');
        await approveUntil(run, 'cluster/wl-vc/domain-A');
        await untilEntered(stub, 'a-2', 'a-3', 'a-4');
        expect(entered(stub)).not.toContain('a-5');
        hosts.release('a-3');
        await untilEntered(stub, 'a-5');
        hosts.release('a-2', 'a-4', 'a-5');
        return run.handle.result();
      },
      { limits: most(3) },
    );
    expect(status).toMatchObject({ state: 'succeeded', limits: most(3) });
    expect(entered(stub)).toHaveLength(7);
    expect(stub.effects.at(-1)).toBe('restore A');
  });

  it('ORD-8, IMG-5: clusters run side by side once the first test host is through, within the limits', async () => {
    const hosts = detainedHosts(['a-1', 'a-2', 'b-1', 'b-2']);
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 2, B: 2 } }, hosts);
    const status = await harness.run(
      stub,
      async (run) => {
        await approveUntil(run, 'after/trusted-vcenters');
        await untilEntered(stub, 'a-1');
        expect(stub.effects).not.toContain('commit B');
        hosts.release('a-1');
        await approveUntil(run, 'trust-image/8.0.3-24022510');
        await untilEntered(stub, 'b-1');
        await approveUntil(run, 'cluster/wl-vc/domain-A');
        await untilEntered(stub, 'a-2');
        hosts.release('b-1', 'b-2', 'a-2');
        return run.approveAll();
      },
      { limits: { concurrency: { perCluster: 1, perVCenter: 2, global: 2 } } },
    );
    expect(status.state).toBe('succeeded');
    expect(entered(stub).slice(2).toSorted()).toEqual(['a-1', 'a-2', 'b-1', 'b-2']);
  });
});

describe('failures', () => {
  it('ORD-8: one parked host lets the next begin, two of different kinds hold the tier until somebody approves', async () => {
    const hosts = detainedHosts(names('a', 2, 4));
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 5 } }, hosts);
    const status = await harness.run(stub, async (run) => {
      await approveUntil(run, 'cluster/wl-vc/domain-A');
      await untilEntered(stub, 'a-2');
      await park(run, stub, 'a-2', 'evacuation: pinned');
      await untilEntered(stub, 'a-3');
      await park(run, stub, 'a-3', 'remediation: no space');
      const hold = await untilGate(run, 'hold/trusted-hosts', 'open');
      expect(hold.evidence).toEqual([
        '2 of 5 hosts failed: a-2, a-3',
        'a-2 (A) parked, class evacuation: pinned',
        'a-3 (A) parked, class remediation: no space',
      ]);
      const held = await eventually('the reason', async () =>
        (await run.status()).waitingOn.find(({ kind }) => kind === 'failure-budget'),
      );
      expect(held).toMatchObject({ rule: 'ORD-8', have: '2 of 5 hosts failed: a-2, a-3' });
      expect(entered(stub)).not.toContain('a-4');
      // One of them goes on: nothing holds any more, and nobody is asked.
      await park(run, stub, 'a-3');
      await untilGate(run, 'hold/trusted-hosts', 'not-needed');
      await park(run, stub, 'a-3', 'remediation: no space');
      await untilGate(run, 'hold/trusted-hosts/2', 'open');
      await run.decide('hold/trusted-hosts/2', 'approved');
      await untilEntered(stub, 'a-4');
      await park(run, stub, 'a-2');
      await park(run, stub, 'a-3');
      hosts.release('a-2', 'a-3', 'a-4');
      return run.handle.result();
    });
    expect(status.state).toBe('succeeded');
    expect(entered(stub).slice(2)).toEqual(names('a', 1, 5));
  });

  it('ORD-5: one host that does not attest holds the others, whatever the budget, until somebody approves', async () => {
    const hosts = detainedHosts(['a-2', 'a-3']);
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 4 } }, hosts);
    const generous = { count: 9, percent: 100 };
    const status = await harness.run(
      stub,
      async (run) => {
        await approveUntil(run, 'cluster/wl-vc/domain-A');
        await untilEntered(stub, 'a-2');
        await park(run, stub, 'a-2', 'attestation: not attested');
        const hold = await untilGate(run, 'hold/trusted-hosts', 'open');
        expect(hold.evidence?.[0]).toBe('not attested after the boot: a-2');
        const held = await eventually('the reason', async () =>
          (await run.status()).waitingOn.find(({ kind }) => kind === 'failure-budget'),
        );
        expect(held).toMatchObject({ rule: 'ORD-5', have: 'not attested after the boot: a-2' });
        expect(entered(stub)).not.toContain('a-3');
        await run.decide('hold/trusted-hosts', 'approved');
        await untilEntered(stub, 'a-3');
        await park(run, stub, 'a-2');
        hosts.release('a-2', 'a-3');
        return run.handle.result();
      },
      { limits: { failureBudget: { trusted: generous, perCluster: generous } } },
    );
    expect(status.state).toBe('succeeded');
  });

  it('ORD-8, DG-16: the same class on two hosts holds whatever the budget; rejected, the run ends in order', async () => {
    const hosts = detainedHosts(['a-2', 'a-3']);
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 4 } }, hosts);
    const generous = { count: 9, percent: 100 };
    const status = await harness.run(
      stub,
      async (run) => {
        await approveUntil(run, 'cluster/wl-vc/domain-A');
        await untilEntered(stub, 'a-2', 'a-3');
        await park(run, stub, 'a-2', 'boot: hangs');
        await untilEntered(stub, 'a-4');
        await park(run, stub, 'a-3', 'boot: hangs');
        const hold = await untilGate(run, 'hold/trusted-hosts', 'open');
        expect(hold.evidence?.[0]).toBe('2 hosts failed alike (boot: hangs): a-2, a-3');
        await run.decide('hold/trusted-hosts', 'rejected');
        hosts.release('a-2', 'a-3');
        return run.handle.result();
      },
      { limits: { ...most(2), failureBudget: { trusted: generous, perCluster: generous } } },
    );
    expect(status).toMatchObject({ state: 'rejected', outcome: 'hold/trusted-hosts was rejected by otto' });
    expect(stub.effects.at(-1)).toBe('restore A');
  });

  it('ORD-8: a percentage holds one cluster', async () => {
    const hosts = detainedHosts(['a-2']);
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 4 } }, hosts);
    const status = await harness.run(
      stub,
      async (run) => {
        await approveUntil(run, 'cluster/wl-vc/domain-A');
        await untilEntered(stub, 'a-2');
        await park(run, stub, 'a-2', 'boot');
        await untilGate(run, 'hold/wl-vc/domain-A', 'open');
        expect(entered(stub)).not.toContain('a-3');
        await run.decide('hold/wl-vc/domain-A', 'approved');
        await untilEntered(stub, 'a-3', 'a-4');
        hosts.release('a-2');
        return run.handle.result();
      },
      { limits: { failureBudget: { perCluster: { count: 3, percent: 20 } } } },
    );
    expect(status.state).toBe('succeeded');
  });
});

describe('limits changed while hosts are in hand', () => {
  it('ORD-8: more may begin at once, fewer only after those in hand; the order of those that wait follows', async () => {
    const hosts = detainedHosts(names('a', 2, 6));
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 6 } }, hosts);
    const status = await harness.run(stub, async (run) => {
      await approveUntil(run, 'cluster/wl-vc/domain-A');
      await untilEntered(stub, 'a-2');
      for (const [refused, why] of [
        [{ planHash: 'f'.repeat(64) }, 'this run executes'],
        [{ concurrency: { authority: 2 } }, 'one at a time'],
        [{ concurrency: { global: 0 } }, 'global is 0'],
        [{ order: [{ cluster: 'X', hosts: ['a-3'] }] }, "no cluster 'X'"],
        [{ order: [{ cluster: 'A', hosts: ['nobody'] }] }, "no host 'nobody'"],
        [{ order: [{ cluster: 'A', hosts: ['a-2'] }] }, 'already begun'],
        [{ order: [{ cluster: 'A', hosts: ['a-1'] }] }, 'test host'],
      ] as const) {
        const error = await change(run, refused).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
        expect((error as WorkflowUpdateFailedError).cause?.message).toContain(why);
      }
      expect((await run.status()).limitsChangedBy).toBeUndefined();
      await change(run, { order: [{ cluster: 'A', hosts: ['a-6', 'a-4'] }] });
      const raised = await change(run, most(2));
      expect(raised).toMatchObject({ limits: most(2), limitsChangedBy: { by: 'olga' } });
      await untilEntered(stub, 'a-6');
      await change(run, most(1));
      hosts.release('a-2');
      await eventually('a-2 at work again', async () => stub.effects.includes('exit a-2'));
      expect(entered(stub)).not.toContain('a-4');
      hosts.release('a-6');
      await untilEntered(stub, 'a-4');
      hosts.release(...names('a', 2, 6));
      return run.handle.result();
    });
    expect(status.state).toBe('succeeded');
    expect(entered(stub).slice(2)).toEqual(['a-1', 'a-2', 'a-6', 'a-4', 'a-3', 'a-5']);
  });
});

describe('a roll whose history grows long', () => {
  it('continues as new with a gate open, a host parked, one in hand and a hold: nothing lost, nothing twice', async () => {
    const hosts = detainedHosts(names('a', 2, 4));
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 6 } }, hosts);
    const status = await harness.run(
      stub,
      async (run) => {
        const rollContinued = () => untilContinued(run, rollOf(run));
        await approveUntil(run, 'cluster/wl-vc/domain-A', false);
        await rollContinued();
        await run.decide('cluster/wl-vc/domain-A', 'approved');
        await untilEntered(stub, 'a-2', 'a-3');
        await park(run, stub, 'a-2', 'boot');
        await untilEntered(stub, 'a-4');
        await park(run, stub, 'a-3', 'boot');
        await untilGate(run, 'hold/trusted-hosts', 'open');
        await change(run, { ...most(1), order: [{ cluster: 'A', hosts: ['a-6'] }] });
        await rollContinued();
        await rollContinued();
        // The one in hand ends in a history that did not begin it, and the hold still holds.
        hosts.release('a-4');
        await eventually('a-4 done', async () => (await run.status()).tiers.at(-1)?.done === 2);
        expect((await gate(run, 'hold/trusted-hosts'))?.state).toBe('open');
        expect(entered(stub)).not.toContain('a-6');
        await run.decide('hold/trusted-hosts', 'approved');
        await untilEntered(stub, 'a-6', 'a-5');
        await rollContinued();
        await park(run, stub, 'a-2');
        hosts.release('a-2', 'a-3');
        return run.handle.result();
      },
      { limits: most(2), continueAfterEvents: 100 },
    );
    expect(status.state).toBe('succeeded');
    expect(status.tiers.at(-1)).toMatchObject({ total: 6, done: 6 });
    expect(entered(stub).slice(2)).toEqual(['a-1', 'a-2', 'a-3', 'a-4', 'a-6', 'a-5']);
    expect(stub.effects.filter((effect) => /^(commit|policy|restore) A/.test(effect))).toEqual([
      'commit A',
      'policy A quickBoot=false',
      'restore A',
    ]);
  });
});
