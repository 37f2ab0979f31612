import { afterEach, describe, expect, it } from '@jest/globals';
import { createTrustedZone } from '../../../src/activities/index.js';
import {
  baseImageRemovalBlockers,
  hostDebts,
  ledgerAfterBoot,
  ledgerFromInventory,
} from '../../../src/domain/attestation/index.js';
import { exportEvidence } from '../../../src/domain/repairing/index.js';
import type { EsxHost, LedgerRow } from '../../../src/domain/model/inventory.js';
import type { Assumptions } from '../../../src/lab/topology/assumptions.js';
import { loadTopology } from '../../../src/lab/topology/load.js';
import { eventually } from '../../support/eventually.js';
import { aPatience, inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const SPEED = 2_000;
const [A, B] = ['8.0.2-22380479', '8.0.2-23305546'];

let lab: LabVSphere;
afterEach(() => lab.stop());

/** `prod-esx2` full-booted on A and quick-booted to B; B alone or both are trusted. */
async function quickBooted(images: readonly string[], assumptions: Partial<Assumptions> = {}) {
  const topology = await loadTopology('examples/topologies/quick-boot.yaml');
  const { trustAuthority, vcenters } = topology;
  lab = await startLabVSphere({
    speed: SPEED,
    assumptions,
    topology: {
      ...topology,
      trustAuthority: { ...trustAuthority, baseImages: [...images] },
      vcenters: vcenters.map((vcenter) => ({
        ...vcenter,
        clusters: vcenter.clusters.map((cluster) => ({
          ...cluster,
          hosts: cluster.hosts.map((host) =>
            host.name === 'prod-esx2'
              ? { ...host, version: B, measured: A, lastBoot: 'quick' as const }
              : host,
          ),
        })),
      })),
    },
  });
  const dependencies = { vsphere: lab.vsphere, blobs: memoryBlobs(), timeScale: SPEED };
  const on = { vcenter: lab.wl, host: refOf('prod-esx2') };
  return { activities: createTrustedZone(dependencies), on };
}

const refOf = (name: string) => ({ vcenter: 'wl-vc', moid: lab.host(name).moid, name });
const read = (name: string): Promise<EsxHost> => lab.vsphere.hosts.readHost(lab.wl, refOf(name));
const authority = () => lab.vsphere.trustAuthority.readAuthority(lab.ta, 'TA');
const untilAttested = (name: string) =>
  eventually(`${name} attested`, async () => (await read(name)).attestation.status === 'attested', 30_000);
/** What the ledger holds of a host whose full boot on A was seen. */
const knownOnA = (host: EsxHost): LedgerRow => {
  const { vcenter, moid, name } = host.ref;
  return {
    host: { vcenter, moid, name },
    installed: A,
    measured: A,
    boot: { type: 'full', source: 'event', bootTime: '2020-01-01T00:00:00.000Z' },
    at: '2020-01-01T00:00:00.000Z',
  };
};

async function rebooted(
  activities: ReturnType<typeof createTrustedZone>,
  on: Parameters<typeof activities.readBoot>[0],
) {
  const entering = await inActivity(activities.startMaintenance, on);
  await inActivity(activities.awaitMaintenance, { ...on, ...entering, patience: aPatience() });
  const from = await inActivity(activities.readBoot, on);
  const started = await inActivity(activities.startReboot, { ...on, from });
  const input = { ...on, ...started, from, measured: A, patience: aPatience() };
  const ended = await inActivity(activities.awaitReboot, input);
  if (ended.state !== 'done') throw new Error(`the reboot ended ${ended.state}`);
  return ended.value;
}

async function quickBootOff(activities: ReturnType<typeof createTrustedZone>) {
  const [cluster] = await lab.vsphere.hosts.readClusters(lab.wl, ['Prod']);
  if (cluster?.policy === undefined) throw new Error('no policy');
  const policy = { vcenter: lab.wl, cluster: cluster.ref, original: cluster.policy };
  await inActivity(activities.writePlannedPolicy, { ...policy, planned: { quickBoot: false } });
}

describe('a host that was quick-booted', () => {
  it('QB-3: runs B, attests with A, and keeps A needed', async () => {
    await quickBooted([A, B]);
    await untilAttested('prod-esx2');
    const host = await read('prod-esx2');
    const row = ledgerFromInventory(host, knownOnA(host), '2026-01-01T00:00:00.000Z');
    expect(row).toMatchObject({ installed: B, measured: A, boot: { type: 'quick' } });
    const { images } = await authority();
    expect(hostDebts([row], images)).toMatchObject([{ keeps: [A] }]);
  });

  it('QB-4, QB-5: a reboot with Quick Boot off is proven full by event and TPM, and frees A', async () => {
    const { activities, on } = await quickBooted([A, B]);
    await quickBootOff(activities);
    const { boot, installed } = await rebooted(activities, on);
    expect(boot).toMatchObject({
      type: 'full',
      sources: [
        { source: 'event', type: 'full' },
        { source: 'tpm', type: 'full' },
      ],
    });
    const row = ledgerAfterBoot(knownOnA(await read('prod-esx2')), {
      installed: installed ?? '',
      boot,
      at: 'now',
    });
    expect(row.measured).toBe(B);
    const image = (await authority()).images.find(({ version }) => version === A);
    if (image === undefined) throw new Error('no image');
    expect(baseImageRemovalBlockers(image, [row])).toEqual([]);
  });

  it('QB-5: with Quick Boot left on, the reboot may go the short way: told by both, and A stays needed', async () => {
    const { activities, on } = await quickBooted([A, B], { operatorReboot: 'quick-boot' });
    const { boot } = await rebooted(activities, on);
    expect(boot).toMatchObject({ type: 'quick', sources: [{ source: 'event' }, { source: 'tpm' }] });
  });

  it('QB-5: where no event tells the kind of a boot, the TPM does', async () => {
    const { activities, on } = await quickBooted([A, B], { bootEvents: 'without-reason' });
    await quickBootOff(activities);
    expect((await rebooted(activities, on)).boot).toMatchObject({ type: 'full', source: 'tpm' });
  });

  it('IMG-3, QB-7, QB-8: its export is labelled with B, flagged, and carries the notice; its import leaves A needed', async () => {
    const { activities, on } = await quickBooted([A], { exportNotice: 'in-archive' });
    const image = await inActivity(activities.exportImage, { ...on, access: lab.hostAccess, version: B });
    expect(image).toMatchObject({ version: B, quickBooted: true, notice: expect.stringMatching(/quick/i) });
    expect(exportEvidence(image)).toEqual([
      expect.stringMatching(/^no proof of a full boot of that host/),
      expect.stringContaining(image.hash),
      expect.stringMatching(/^notice of the export: .*quick/i),
    ]);
    const again = await inActivity(activities.exportImage, { ...on, access: lab.hostAccess, version: B });
    expect(again).toMatchObject({ version: B, hash: image.hash, bytes: image.bytes });
    expect(image.bytes).toBeGreaterThan(300_000);
    const host = await read('prod-esx2');
    const { bytes } = await lab.vsphere.hosts.downloadImageDatabase(host, lab.hostAccess);
    await lab.vsphere.trustAuthority.startImport(lab.ta, (await authority()).cluster, bytes);
    await eventually('B trusted', async () =>
      (await authority()).images.some(({ version, health }) => version === B && health === 'OK'),
    );
    const row = ledgerFromInventory(host, knownOnA(host), '2026-01-01T00:00:00.000Z');
    const { images } = await authority();
    expect(hostDebts([row], images)).toMatchObject([{ installed: B, measured: A, keeps: [A] }]);
  });

  it('QB-10: with only B imported it does not attest; the metadata of A cures it without a reboot', async () => {
    await quickBooted([B]);
    await eventually('refused', async () => (await read('prod-esx2')).attestation.status === 'notAttested');
    const { bootTime } = await read('prod-esx2');
    const onA = await read('prod-esx1');
    const { bytes } = await lab.vsphere.hosts.downloadImageDatabase(onA, lab.hostAccess);
    await lab.vsphere.trustAuthority.startImport(lab.ta, (await authority()).cluster, bytes);
    await untilAttested('prod-esx2');
    expect((await read('prod-esx2')).bootTime).toBe(bootTime);
  });
});
