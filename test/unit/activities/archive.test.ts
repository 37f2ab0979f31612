import { describe, expect, it } from '@jest/globals';
import {
  createArchiveAssembly,
  createAuthorityArchive,
  createTrustedArchive,
} from '../../../src/activities/archive.js';
import { getJson } from '../../../src/activities/json-blobs.js';
import type { ArchiveManifest } from '../../../src/domain/archive/manifest.js';
import { ArchiveManifestPayload, TrustedConfigurationPayload } from '../../../src/ports/payloads/index.js';
import { aConfiguration, aReading, aTrustedConfiguration } from '../../support/archive-builders.js';
import { NEW, OLD, OLD_VC } from '../../support/builders.js';
import { AUTHORITY_VC, fakeVSphere, inActivity, TRUSTED_SIDE } from '../../support/fake-vsphere.js';
import { memoryRecords } from '../../support/memory-records.js';

const { cluster } = aConfiguration();

async function anArchive(
  change: Partial<Parameters<typeof aReading>[1]> = {},
  files: readonly string[] = [OLD],
) {
  const records = memoryRecords();
  const fake = fakeVSphere({
    appliance: { readVersion: async () => ({ version: OLD_VC, build: '7' }) },
    trustAuthority: { readConfiguration: async () => aReading(aConfiguration(), change) },
    trustedSide: { readConfiguration: async () => aTrustedConfiguration() },
  });
  for (const [index, version] of files.entries()) {
    await records.port.putArchivedImage({
      estate: 'lab',
      version,
      hash: String(index).repeat(64),
      bytes: 3,
      sourceHost: 'esx-1',
      exportedAt: `2026-01-0${index + 1}T00:00:00.000Z`,
      quickBooted: false,
    });
  }
  const { archiveConfiguration } = createAuthorityArchive(fake);
  const { archiveTrustedSide } = createTrustedArchive(fake);
  const authority = await inActivity(archiveConfiguration, { vcenter: AUTHORITY_VC, cluster });
  const trusted = [
    await inActivity(archiveTrustedSide, { vcenter: TRUSTED_SIDE.vcenter, clusters: ['workload'] }),
  ];
  const { recordConfigurationArchive } = createArchiveAssembly({ records: records.port, blobs: fake.blobs });
  const input = { estate: 'lab', hash: authority.hash, parts: { authority, trusted } };
  const { archive } = await inActivity(recordConfigurationArchive, input);
  return { archive, manifest: await getJson<ArchiveManifest>(fake.blobs, archive), authority, fake, records };
}

describe('BAK-3: an archive', () => {
  it('names when, from which vCenters and versions, and every part by its hash', async () => {
    const { manifest, fake, authority } = await anArchive();
    expect(ArchiveManifestPayload.safeParse(manifest).error).toBeUndefined();
    expect(manifest).toMatchObject({
      schemaVersion: 1,
      estate: 'lab',
      authority: { vcenter: AUTHORITY_VC.name, vcenterVersion: { version: OLD_VC, build: '7' }, cluster },
      trusted: [{ vcenter: TRUSTED_SIDE.vcenter.name }],
    });
    expect(await getJson(fake.blobs, authority.hash)).toEqual(aConfiguration());
    const side = await getJson<unknown>(fake.blobs, manifest.trusted[0]?.hash ?? '');
    expect(TrustedConfigurationPayload.parse(side)).toEqual(aTrustedConfiguration());
  });

  it('DG-11: has the newest file of each listed base image, and names those it lacks', async () => {
    const { manifest } = await anArchive({}, [OLD, OLD, NEW]);
    expect(manifest.images.map(({ version, hash }) => [version, hash])).toEqual([[OLD, '1'.repeat(64)]]);
    const lacking = (await anArchive({}, [])).manifest.notArchived;
    expect(lacking).toContainEqual(expect.objectContaining({ kind: 'image-file', subject: OLD }));
  });

  it('DG-18: says which secrets it cannot have, and who keeps them', async () => {
    const { manifest, records } = await anArchive();
    const secrets = manifest.notArchived.filter(({ keeper }) => keeper.includes('secret store'));
    expect(secrets.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'kmip-password kp-main',
      'private-key kp-main',
    ]);
    expect((await records.port.newestConfigurationArchive('lab'))?.notArchivable).toContain(
      'kmip-password kp-main',
    );
  });

  it('does not look complete when something could not be read', async () => {
    const unreadable = [{ subject: 'TPM CA certificate x', reason: 'refused' }];
    const { manifest } = await anArchive({ unreadable });
    expect(manifest.notArchived).toContainEqual(
      expect.objectContaining({ kind: 'unreadable', subject: 'TPM CA certificate x', why: 'refused' }),
    );
  });
});

it('a run of an earlier release, which archives the configuration alone, goes on', async () => {
  const { fake, records, authority } = await anArchive();
  const { recordConfigurationArchive } = createArchiveAssembly({ records: records.port, blobs: fake.blobs });
  const { archive } = await inActivity(recordConfigurationArchive, { estate: 'old', hash: authority.hash });
  expect(archive).toBe(authority.hash);
  expect((await records.port.newestConfigurationArchive('old'))?.hash).toBe(authority.hash);
});
