import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WaitingOn } from '../../src/domain/model/waiting.js';
import { abortRunUpdate, pauseRunUpdate, resumeRunUpdate } from '../../src/workflows/messages.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type Harness, type RunDriver } from '../support/run-harness.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import { VC_NEW, VC_SEVEN } from '../support/stub-world.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const shape = { taHosts: 2, clusters: { A: 1 }, vcentersFrom: VC_SEVEN };
const request = (id: string) => ({ id, by: 'olga', reason: 'test' });

/** The run stands at a vCenter and waits for people. */
async function waitsFor(run: RunDriver, vcenter: string): Promise<WaitingOn> {
  return eventually(`the wait for ${vcenter}`, async () =>
    (await run.status()).waitingOn.find(
      ({ kind, subject }) => kind === 'operator-upgrade' && subject === vcenter,
    ),
  );
}

const upgrade = (stub: StubEstate, vcenter: string): void => {
  stub.effects.push(`operator ${vcenter}`);
  stub.versions[vcenter] = VC_NEW;
};

describe('a vCenter that people were chosen for', () => {
  const byPeople = {
    taHosts: 2,
    clusters: { A: 1 },
    request: { executors: { vcenters: { 'wl-vc': 'reduced-downtime' } } },
  } as const;

  it('DG-12, ORD-4: is at rest before they are asked and after it, in the way that was chosen', async () => {
    const stub = createStubEstate(byPeople);
    stub.updateStates['wl-vc'] = 'STAGE_IN_PROGRESS';
    const busy = async (run: RunDriver): Promise<WaitingOn> =>
      eventually('the busy update engine', async () =>
        (await run.status()).waitingOn.find(({ subject, rule }) => subject === 'wl-vc' && rule === 'DG-12'),
      );
    const status = await harness.run(stub, async (run) => {
      for (const gate of ['begin', 'after/authority-vcenter', 'after/authority-hosts']) {
        expect(await run.openGate()).toBe(gate);
        await run.decide(gate, 'approved');
      }
      expect(await busy(run)).toMatchObject({ have: 'update state STAGE_IN_PROGRESS' });
      stub.updateStates['wl-vc'] = 'UPDATES_PENDING';
      const { youMay } = await waitsFor(run, 'wl-vc');
      expect(youMay[0]?.what).toContain('by reduced downtime upgrade');
      // What people leave behind is looked at, too.
      stub.updateStates['wl-vc'] = 'INSTALL_FAILED';
      upgrade(stub, 'wl-vc');
      expect(await busy(run)).toMatchObject({ have: 'update state INSTALL_FAILED' });
      stub.updateStates['wl-vc'] = 'UP_TO_DATE';
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(stub.effects.filter((effect) => effect.endsWith('-vc'))).toEqual([
      'backup ta-vc',
      'stage ta-vc',
      'install ta-vc',
      'backup wl-vc',
      'operator wl-vc',
    ]);
  });

  it('ORD-4: linked vCenters are changed only when somebody says that their snapshots are there', async () => {
    const stub = createStubEstate({ taHosts: 2, clusters: { A: 1 }, linkedMode: 'sites' });
    const status = await harness.run(stub, async (run) => {
      for (const gate of ['begin', 'after/authority-vcenter', 'after/authority-hosts']) {
        expect(await run.openGate()).toBe(gate);
        await run.decide(gate, 'approved');
      }
      expect(await run.openGate()).toBe('linked-snapshots/sites');
      expect(stub.effects).not.toContain('backup wl-vc');
      await run.decide('linked-snapshots/sites', 'rejected');
      return run.handle.result();
    });
    expect(status.state).toBe('rejected');
    expect(stub.effects).not.toContain('install wl-vc');
  });
});

describe('a trusted cluster that no image manages', () => {
  it('ORD-5, IMG-2, DG-6: people upgrade each host, the test host first; its image is exported and trusted', async () => {
    const stub = createStubEstate({
      taHosts: 2,
      clusters: { A: 2 },
      withoutImage: ['A'],
      request: { executors: { clusters: { A: 'iso' } } },
    });
    const status = await harness.run(stub, (run) => run.approveAll());
    expect(status.state).toBe('succeeded');
    const ofCluster = stub.effects.filter(
      (effect) => / (a-\d|A)( |$)/.test(effect) || effect.startsWith('import'),
    );
    expect(ofCluster).toEqual([
      'enter a-1',
      'by hand a-1',
      'export a-1',
      'import 8.0.3-24022510',
      'exit a-1',
      'enter a-2',
      'by hand a-2',
      'exit a-2',
    ]);
  });
});

describe('a vCenter that goes to another release line', () => {
  it('ORD-2, ORD-4: is backed up, waited for and verified; nothing is staged or installed by the run', async () => {
    const stub = createStubEstate(shape);
    const status = await harness.run(stub, async (run) => {
      expect(run.plan.tiers[0]).toMatchObject({ vcenters: [{ executor: 'operator' }] });
      await run.decide(await run.openGate(), 'approved');
      expect(await waitsFor(run, 'ta-vc')).toMatchObject({
        have: 'version 7.0.3.01700',
        need: 'version 8.0.3.00000',
        rule: 'ORD-2',
        normalUpToSeconds: 4 * 3600,
      });
      upgrade(stub, 'ta-vc');
      for (const gate of ['after/authority-vcenter', 'after/authority-hosts']) {
        expect(await run.openGate()).toBe(gate);
        await run.decide(gate, 'approved');
      }
      expect(await waitsFor(run, 'wl-vc')).toMatchObject({ rule: 'ORD-4' });
      upgrade(stub, 'wl-vc');
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(stub.effects.filter((effect) => effect.endsWith('-vc') || effect.startsWith('apply'))).toEqual([
      'backup ta-vc',
      'operator ta-vc',
      'apply ta-1',
      'apply ta-2',
      'backup wl-vc',
      'operator wl-vc',
      'apply a-1',
    ]);
  });

  it('a pause while it is waited for holds what comes after it, not the wait', async () => {
    const stub = createStubEstate(shape);
    await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      await waitsFor(run, 'ta-vc');
      await run.handle.executeUpdate(pauseRunUpdate, { args: [request('p1')] });
      await eventually('the pause', async () => (await run.status()).state === 'paused');
      upgrade(stub, 'ta-vc');
      await eventually('the end of the tier', async () => {
        const { tiers, waitingOn } = await run.status();
        return tiers[0]?.done === 1 && !waitingOn.some(({ kind }) => kind === 'operator-upgrade');
      });
      expect(stub.effects.at(-1)).toBe('operator ta-vc');
      await run.handle.executeUpdate(resumeRunUpdate, { args: [request('r1')] });
      expect(await run.openGate()).toBe('after/authority-vcenter');
      await run.handle.executeUpdate(abortRunUpdate, { args: [request('a1')] });
      await run.handle.result();
    });
  });

  it('an abort ends the wait at once: nothing of the run is under way', async () => {
    const stub = createStubEstate(shape);
    const status = await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      await waitsFor(run, 'ta-vc');
      await run.handle.executeUpdate(abortRunUpdate, { args: [request('a1')] });
      return run.handle.result();
    });
    expect(status).toMatchObject({ state: 'aborted', outcome: 'aborted by olga' });
    expect(stub.effects).toEqual(['backup ta-vc', 'archive configuration']);
  });

  it('an operator who is overdue is asked; when he is done after all, the run goes on by itself', async () => {
    const stub = createStubEstate(shape);
    await harness.run(
      stub,
      async (run) => {
        await run.decide(await run.openGate(), 'approved');
        await eventually('the parked vCenter', async () => (await run.status()).state === 'needs-operator');
        const { parked, waitingOn } = await run.status();
        expect(parked).toEqual(['ta-vc']);
        expect(waitingOn).toEqual([
          expect.objectContaining({ kind: 'operator-decision', have: 'overdue: version 7.0.3.01700' }),
        ]);
        upgrade(stub, 'ta-vc');
        expect(await run.openGate()).toBe('after/authority-vcenter');
        await run.decide('after/authority-vcenter', 'rejected');
        await run.handle.result();
      },
      // Twelve hours in two seconds.
      { timeScale: 21_600 },
    );
  });
});
