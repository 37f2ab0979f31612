import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getJson } from '../../src/activities/json-blobs.js';
import type { ArchiveManifest } from '../../src/domain/archive/manifest.js';
import type { TrustedConfiguration } from '../../src/domain/archive/trusted-configuration.js';
import { startHarness, type Harness } from '../support/run-harness.js';
import { createStubEstate, type StubEstate } from '../support/stub-estate.js';
import type { StubTrouble } from '../support/stub-shape.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const NEW = '8.0.3-24022510';

/** A regular cluster of two hosts, with Quick Boot on; the first was quick-booted to NEW. */
const regular = (trouble: StubTrouble = {}): StubEstate =>
  createStubEstate(
    {
      taHosts: 2,
      clusters: { A: 1 },
      regular: { RegularQB: 2 },
      quickBooted: { to: NEW, hosts: ['regularqb-1'] },
    },
    trouble,
  );
const onboarding = (stub: StubEstate) =>
  ({
    kind: 'onboard-cluster',
    parameters: { cluster: 'RegularQB', vcenter: 'wl-vc' },
    extras: { candidate: stub.candidate('RegularQB') },
  }) as const;

describe('QB-9: a regular cluster joins the estate', () => {
  it('QB-9, BAK-3: full boots first, then a gate, services, remediation, every host attested, and all archived', async () => {
    const stub = regular();
    await harness.operate(stub, onboarding(stub), async (run) => {
      await run.decide(await run.openGate(), 'approved');
      expect(await run.openGate()).toBe('trust-cluster');
      expect(stub.hosts.get('regularqb-1')).toMatchObject({ measured: NEW, inMaintenance: false });
      expect(stub.policies['RegularQB']?.['enable_quick_boot']).toBe(true);
      expect(stub.effects.some((effect) => effect.startsWith('bind'))).toBe(false);
      const status = await run.approveAll();
      expect(status).toMatchObject({
        state: 'succeeded',
        debts: [{ kind: 'cluster-unregistered', subject: 'RegularQB' }],
      });
      const rows = await run.records.port.readLedger(run.estate.name);
      expect(rows.find(({ host }) => host.name === 'regularqb-1')).toMatchObject({
        installed: NEW,
        measured: NEW,
      });
      const [archive] = await run.records.port.listConfigurationArchives(run.estate.name);
      const manifest = await getJson<ArchiveManifest>(run.blobs, archive?.hash ?? '');
      const side = await getJson<TrustedConfiguration>(run.blobs, manifest.trusted[0]?.hash ?? '');
      expect(side.clusters.map(({ name }) => name)).toEqual(['A', 'RegularQB']);
    });
    expect(stub.effects.filter((effect) => !effect.startsWith('policy'))).toEqual([
      'enter regularqb-1',
      'reboot regularqb-1',
      'exit regularqb-1',
      'restore RegularQB',
      'bind attestation RegularQB',
      'bind kms RegularQB',
      'remediate RegularQB',
      'archive configuration',
    ]);
  });

  it('DG-2: rejected at its second gate, it stays a regular cluster', async () => {
    const stub = regular();
    await harness.operate(stub, onboarding(stub), async (run) => {
      await run.decide(await run.openGate(), 'approved');
      await run.decide(await run.openGate(), 'rejected');
      expect((await run.handle.result()).state).toBe('rejected');
    });
    expect(stub.effects.some((effect) => effect.startsWith('bind'))).toBe(false);
  });

  it('QB-9, DG-16: while a host owes its full boot the cluster is not made trusted; the policy is put back', async () => {
    const stub = regular({ rebootFails: () => 'no sign of a boot' });
    await harness.operate(stub, onboarding(stub), async (run) => {
      await run.untilParked('regularqb-1');
      await run.settle('regularqb-1', 'skip');
      const status = await run.approveAll();
      expect(status).toMatchObject({
        state: 'failed',
        outcome: expect.stringContaining('stays a regular cluster'),
      });
    });
    expect(stub.policies['RegularQB']?.['enable_quick_boot']).toBe(true);
    expect(stub.effects.some((effect) => effect.startsWith('bind'))).toBe(false);
  });

  it('a binding that fails is parked, and repeated when somebody decides so', async () => {
    let fails = true;
    const stub = regular({ bindingFails: () => (fails ? 'no licence' : undefined) });
    await harness.operate(stub, onboarding(stub), async (run) => {
      await run.untilParked('RegularQB');
      fails = false;
      await run.settle('RegularQB', 'retry');
      expect((await run.approveAll()).state).toBe('succeeded');
    });
  });
});
