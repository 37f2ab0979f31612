import { describe, expect, it } from '@jest/globals';
import { createTrustedActivities } from '../../../src/activities/trusted.js';
import type { EsxHost } from '../../../src/domain/model/inventory.js';
import {
  anInventory,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  NOT_ATTESTED,
  OLD,
} from '../../support/builders.js';
import { aFault, fakeVSphere, inActivity, TRUSTED_VC } from '../../support/fake-vsphere.js';

describe('exportImage', () => {
  const exporting = async (host: EsxHost, file: { bytes: Uint8Array; notice?: string }) => {
    const fake = fakeVSphere({
      hosts: { readHost: async () => host, downloadImageDatabase: async () => file },
    });
    const image = await inActivity(createTrustedActivities(fake).exportImage, {
      vcenter: TRUSTED_VC,
      host: host.ref,
      access: { credential: 'esx-root', addresses: {} },
      version: NEW,
    }).catch((error: unknown) => error);
    return { image, fake };
  };
  const file = { bytes: new TextEncoder().encode('an image database') };
  const upgraded = (change: Partial<EsxHost> = {}) => aTrustedHost('esx-1', { installed: NEW, ...change });

  it('IMG-3: the file of a host on the target lies in the store; a repeat gives the same', async () => {
    const [first, second] = await Promise.all([exporting(upgraded(), file), exporting(upgraded(), file)]);
    expect(first.image).toMatchObject({
      version: NEW,
      bytes: file.bytes.byteLength,
      sourceHost: 'esx-1',
      quickBooted: false,
    });
    const { hash } = first.image as { hash: string };
    expect(await first.fake.blobs.get(hash)).toEqual(file.bytes);
    expect(second.image).toMatchObject({ hash });
  });

  it.each<[string, EsxHost]>([
    [`on ${OLD}`, upgraded({ installed: OLD })],
    ['whose version is unread', withoutVersion()],
  ])('IMG-3, FIX-1, QB-8: refuses a host %s, and downloads nothing', async (_, host) => {
    const { image, fake } = await exporting(host, file);
    expect(image).toMatchObject({ nonRetryable: true, type: 'state' });
    expect(String(image)).toContain(NEW);
    expect(fake.calls).not.toContain('hosts.downloadImageDatabase');
  });

  it('IMG-3: refuses an empty file', async () => {
    expect((await exporting(upgraded(), { bytes: new Uint8Array() })).image).toMatchObject({
      nonRetryable: true,
      type: 'invalid',
      message: 'esx-1 delivered an empty image database',
    });
  });

  it.each(['quick', 'unknown'] as const)('QB-7, QB-8: a %s boot is marked on the file', async (type) => {
    const host = upgraded({ boot: { type, source: 'none' } });
    const given = { ...file, notice: 'the archive lacks a signature' };
    expect((await exporting(host, given)).image).toMatchObject({
      version: NEW,
      quickBooted: true,
      notice: 'the archive lacks a signature',
    });
  });
});

function withoutVersion(): EsxHost {
  const { installed: _, ...rest } = aTrustedHost();
  return rest;
}

describe('summariseAttestation', () => {
  const summarise = (hosts: readonly EsxHost[]) => {
    const fake = fakeVSphere({ hosts: { readClusters: async () => [aWorkloadCluster(hosts)] } });
    const { summariseAttestation } = createTrustedActivities(fake);
    return inActivity(summariseAttestation, { vcenter: TRUSTED_VC, clusters: ['workload'] });
  };

  it('DG-7, DG-14: names hosts that are not attested, and those of which nothing is known', async () => {
    const { unattested } = await summarise([
      aTrustedHost('esx-1'),
      aTrustedHost('esx-2', { attestation: NOT_ATTESTED }),
      aTrustedHost('esx-3', { attestation: { status: 'unknown', services: [] } }),
    ]);
    expect(unattested.map(({ name }) => name)).toEqual(['esx-2', 'esx-3']);
  });

  it('a whole estate without attestation still fits into a payload', async () => {
    const hosts = Array.from({ length: 2_500 }, (_, index) =>
      aTrustedHost(`esx-${index}.a-rather-long-name.example.com`, { attestation: NOT_ATTESTED }),
    );
    const summary = await summarise(hosts);
    expect(summary.unattested.length).toBeGreaterThan(0);
    expect(JSON.stringify(summary).length).toBeLessThan(64 * 1024);
  });
});

describe('readTrust', () => {
  const link = anInventory().trusted[0]?.link;
  if (link === undefined) throw new Error('the inventory of the builders has a trusted side');

  it('DG-13, ORD-4: answers the link and what each cluster applies; unread is NONE, never OK', async () => {
    const { appliedConfig: _, ...unread } = aWorkloadCluster();
    const fake = fakeVSphere({
      trustedSide: { readLink: async () => link },
      hosts: {
        readClusters: async () => [
          aWorkloadCluster(undefined, { appliedConfig: 'ERROR' }),
          { ...unread, ref: { ...unread.ref, name: 'second' } },
        ],
      },
    });
    const { readTrust } = createTrustedActivities(fake);
    const clusters = ['workload', 'second'];
    expect(await inActivity(readTrust, { vcenter: TRUSTED_VC, clusters })).toEqual({
      link,
      applied: [
        { cluster: 'workload', health: 'ERROR' },
        { cluster: 'second', health: 'NONE' },
      ],
    });
  });

  it('a vCenter that is away is an error, not an empty answer', async () => {
    const fake = fakeVSphere({
      trustedSide: { readLink: async () => Promise.reject(aFault('passing')) },
    });
    const { readTrust } = createTrustedActivities(fake);
    await expect(inActivity(readTrust, { vcenter: TRUSTED_VC, clusters: [] })).rejects.toThrow('passing');
  });
});
