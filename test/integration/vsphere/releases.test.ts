import { afterEach, describe, expect, it } from '@jest/globals';
import { generateTopology } from '../../../src/lab/topology/generate.js';
import type { Release } from '../../../src/lab/topology/release-numbers.js';
import { eventually } from '../../support/eventually.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';

let bench: LabVSphere | undefined;
afterEach(async () => {
  await bench?.stop();
  bench = undefined;
});

const startAt = async (release: Release): Promise<LabVSphere> => {
  const topology = generateTopology({ clusters: 1, hostsPerCluster: 2, seed: 1, release });
  bench = await startLabVSphere({ topology });
  return bench;
};

describe('what the clients read of', () => {
  it.each`
    release    | version          | esxi                | dated
    ${'7.0.3'} | ${'7.0.3.01700'} | ${'7.0.3-22348816'} | ${false}
    ${'8.0.0'} | ${'8.0.0.10000'} | ${'8.0.0-20513097'} | ${false}
    ${'8.0.1'} | ${'8.0.1.00000'} | ${'8.0.1-21495797'} | ${true}
    ${'8.0.2'} | ${'8.0.2.00000'} | ${'8.0.2-22380479'} | ${true}
    ${'8.0.3'} | ${'8.0.3.00000'} | ${'8.0.3-24022510'} | ${true}
  `('$release: everything, images with their last attestation: $dated', async (row: any) => {
    const { vsphere, ta, wl } = await startAt(row.release);
    const [authorityVCenter, facts, link, [cluster]] = await Promise.all([
      vsphere.appliance.readVCenter(ta),
      vsphere.trustAuthority.readAuthority(ta, 'TA'),
      vsphere.trustedSide.readLink(wl),
      vsphere.hosts.readClusters(wl, ['Prod-01']),
    ]);
    expect(authorityVCenter).toMatchObject({
      current: { version: row.version },
      health: 'green',
      licensed: true,
    });
    expect(facts).toMatchObject({ attestationService: 'OK', images: [{ version: row.esxi, health: 'OK' }] });
    expect(facts.images[0]?.lastAttestedAt !== undefined).toBe(row.dated);
    expect(link.attestationServices).toHaveLength(3);
    expect(cluster).toMatchObject({
      imageManaged: true,
      desired: { baseImage: row.esxi, commit: '1' },
      policy: { powerAction: 'DO_NOT_CHANGE_VMS_POWER_STATE', parallelRemediation: false },
      appliedConfig: 'OK',
    });
    for (const host of cluster?.hosts ?? []) {
      expect(host).toMatchObject({
        installed: row.esxi,
        boot: { type: 'full', source: 'event' },
        attestation: { status: 'attested' },
      });
    }
  });

  it('7.0 U1: nothing, and why: it has no /api, so people must upgrade it first', async () => {
    const { vsphere, ta } = await startAt('7.0.1');
    const refusal = {
      kind: 'too-old',
      server: 'ta-vc',
      message:
        'ta-vc: runs vCenter 7.0.1 (build 16860138), which has no Automation API under /api; that came with 7.0 U2. ' +
        'Upgrade it to 7.0 U2 or later by hand first',
    };
    await expect(vsphere.appliance.readVCenter(ta)).rejects.toMatchObject(refusal);
    await expect(vsphere.trustAuthority.readAuthority(ta, 'TA')).rejects.toMatchObject(refusal);
  });
});

it('a vCenter that people upgraded is read with the same pin, or refused when its certificate is another', async () => {
  const { vsphere, ta, wl, lab, vcenter } = await startAt('7.0.3');
  const to = { version: '8.0.3.00000', build: '24022515' };
  lab.world.upgradeVCenter(vcenter('ta-vc'), to);
  lab.world.upgradeVCenter(vcenter('wl-vc'), { ...to, changesCertificate: true });
  await eventually('the upgraded vCenter', async () => {
    const current = await vsphere.appliance.readVersion(ta).catch(() => undefined);
    return current?.version === to.version;
  });
  await eventually('another certificate', async () => {
    const refused: unknown = await vsphere.appliance.readVersion(wl).catch((error: unknown) => error);
    return (refused as { errorType?: string }).errorType === 'CERTIFICATE_REFUSED';
  });
});
