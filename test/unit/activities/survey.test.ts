import { describe, expect, it } from '@jest/globals';
import { getJson, putJson } from '../../../src/activities/json-blobs.js';
import {
  createAuthoritySurvey,
  createSurveyAssembly,
  createTrustedSurvey,
} from '../../../src/activities/survey.js';
import type { Readiness } from '../../../src/domain/model/readiness.js';
import type { EstateInventory } from '../../../src/domain/model/inventory.js';
import {
  aLedgerRow,
  anEstate,
  anInventory,
  aReadiness,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  OLD,
} from '../../support/builders.js';
import { AUTHORITY_VC, fakeVSphere, inActivity, TRUSTED_SIDE } from '../../support/fake-vsphere.js';
import { memoryRecords } from '../../support/memory-records.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const inventory = anInventory();
const [side] = inventory.trusted;
if (side === undefined) throw new Error('the inventory of the builders has a trusted side');

describe('surveys of the two sides', () => {
  it('the Trust Authority side goes whole into the store', async () => {
    const { vcenter, facts, cluster } = inventory.authority;
    const fake = fakeVSphere({
      appliance: { readVCenter: async () => vcenter },
      trustAuthority: { readAuthority: async () => facts },
      hosts: { readClusters: async () => [cluster] },
      readiness: {
        readReadiness: async (_vcenter, about) => {
          expect(about).toMatchObject({ clusters: [cluster.ref], authority: facts.cluster });
          expect(about.privileges).toContain('TrustedAdmin.ConfigureHostMetadata');
          return aReadiness('vc-authority', cluster.hosts);
        },
      },
    });
    const { surveyAuthority } = createAuthoritySurvey(fake);
    const { hash } = await inActivity(surveyAuthority, { vcenter: AUTHORITY_VC, cluster: 'authority' });
    expect(await getJson(fake.blobs, hash)).toEqual(inventory.authority);
  });

  it('a Trust Authority Cluster that is not there is named, and not looked for again', async () => {
    const fake = fakeVSphere({
      appliance: { readVCenter: async () => inventory.authority.vcenter },
      trustAuthority: { readAuthority: async () => inventory.authority.facts },
      hosts: { readClusters: async () => [] },
    });
    const { surveyAuthority } = createAuthoritySurvey(fake);
    await expect(
      inActivity(surveyAuthority, { vcenter: AUTHORITY_VC, cluster: 'elsewhere' }),
    ).rejects.toMatchObject({ message: 'cluster elsewhere was not found', nonRetryable: true });
  });

  it('a trusted side is read with the clusters that the estate names', async () => {
    const asked: (readonly string[])[] = [];
    const fake = fakeVSphere({
      appliance: { readVCenter: async () => side.vcenter },
      trustedSide: { readLink: async () => side.link },
      hosts: {
        readClusters: async (_vcenter, names) => {
          asked.push(names);
          return side.clusters;
        },
      },
      readiness: {
        readReadiness: async (_vcenter, { authority, privileges }) => {
          expect(authority).toBeUndefined();
          expect(privileges).not.toContain('TrustedAdmin.ConfigureHostMetadata');
          return side.readiness as Readiness;
        },
      },
    });
    const { surveyTrustedSide } = createTrustedSurvey(fake);
    const { hash } = await inActivity(surveyTrustedSide, { side: TRUSTED_SIDE });
    expect(asked).toEqual([['workload']]);
    expect(await getJson(fake.blobs, hash)).toEqual(side);
  });
});

describe('assembleInventory', () => {
  const hosts = [
    aTrustedHost('esx-1'),
    aTrustedHost('esx-2', { installed: NEW, boot: { type: 'quick', source: 'event' } }),
    aTrustedHost('esx-3', { boot: { type: 'unknown', source: 'none' } }),
  ];
  const trusted = { ...side, clusters: [aWorkloadCluster(hosts)] };
  const assemble = async (records = memoryRecords()) => {
    const blobs = memoryBlobs();
    const { assembleInventory } = createSurveyAssembly({ records: records.port, blobs });
    const { inventoryHash } = await inActivity(assembleInventory, {
      estate: anEstate(),
      authorityHash: await putJson(blobs, inventory.authority),
      trustedHashes: [await putJson(blobs, trusted)],
      unreadable: [{ subject: 'vc-other', reason: 'no answer' }],
    });
    return { records, inventory: await getJson<EstateInventory>(blobs, inventoryHash) };
  };

  it('DG-3: every trusted host gets its ledger row, in the inventory and in the records', async () => {
    const { records, inventory } = await assemble();
    const rows = inventory.ledger.map(({ host, installed, measured }) => [host.name, installed, measured]);
    expect(rows).toEqual([
      ['esx-1', OLD, OLD],
      ['esx-2', NEW, undefined],
      ['esx-3', OLD, undefined],
    ]);
    expect(await records.port.readLedger('sample')).toEqual(inventory.ledger);
  });

  it('DG-3, QB-3: a second survey keeps what was known of the boot', async () => {
    const records = memoryRecords();
    const known = hosts.map((host) => aLedgerRow(host, { measured: OLD }));
    await records.port.putLedger('sample', known);
    const { inventory } = await assemble(records);
    expect(inventory.ledger.map(({ measured }) => measured)).toEqual([OLD, OLD, OLD]);
    expect(records.ledger.size).toBe(3);
  });

  it('BAK-1, DG-11: adds what the archive holds, and what could not be read', async () => {
    const records = memoryRecords();
    const about = { estate: 'sample', hash: 'f00', bytes: 1, sourceHost: 'esx-1', quickBooted: false };
    await records.port.putArchivedImage({ ...about, version: NEW, exportedAt: '2026-01-02T00:00:00Z' });
    await records.port.putArchivedImage({ ...about, version: OLD, exportedAt: '2026-01-01T00:00:00Z' });
    await records.port.putConfigurationArchive({
      estate: 'sample',
      hash: 'c0f',
      at: '2026-01-03T00:00:00Z',
      notArchivable: [],
    });
    expect((await assemble(records)).inventory).toMatchObject({
      estate: 'sample',
      authority: inventory.authority,
      trusted: [trusted],
      archivedImages: [OLD, NEW],
      configurationArchivedAt: '2026-01-03T00:00:00Z',
      unreadable: [{ subject: 'vc-other', reason: 'no answer' }],
    });
  });

  it('BAK-1: without an archive, no time of one is given', async () => {
    expect((await assemble()).inventory.configurationArchivedAt).toBeUndefined();
  });
});
