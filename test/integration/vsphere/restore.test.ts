import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createArchiveAssembly } from '../../../src/activities/archive.js';
import { createAuthorityZone, createTrustedZone } from '../../../src/activities/index.js';
import type { StoredPart } from '../../../src/activities/archive.js';
import { itemsInTheWay, missingItems, type ItemToApply } from '../../../src/domain/archive/compare.js';
import { keyOf } from '../../../src/domain/archive/item.js';
import type { ClusterRef } from '../../../src/domain/model/inventory.js';
import { actByHand } from '../../../src/lab/control/people.js';
import { judge } from '../../../src/lab/referee/index.js';
import { configurationOf } from '../../../src/lab/world/trust-items.js';
import { aPatience, inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryRecords } from '../../support/memory-records.js';
import { findSecrets } from '../../support/secret-search.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

const SPEED = 2_000;
const VERSION = '8.0.2-22380479';
const TA_HOSTS = ['ta-esx1', 'ta-esx2', 'ta-esx3'];
const PROVIDER = [
  'keyProvider/kp-main',
  'keyServer/kp-main/kms-1',
  'keyServer/kp-main/kms-2',
  'clientCertificate/kp-main',
  'serverCertificates/kp-main',
  'kmipPassword/kp-main',
];

/** A lab, its archive, and the activities that restore it. */
async function aBench() {
  const lab = await startLabVSphere({ speed: SPEED });
  for (const name of TA_HOSTS) lab.host(name).ta?.endorsementKeys.set('ek-1', { publicKey: 'a public key' });
  const blobs = memoryBlobs();
  const written: string[] = [];
  const store = {
    ...blobs,
    put: async (bytes: Uint8Array) => {
      written.push(Buffer.from(bytes).toString('latin1'));
      return blobs.put(bytes);
    },
  };
  const { port: records } = memoryRecords();
  const dependencies = { vsphere: lab.vsphere, blobs: store, timeScale: SPEED };
  const authority = createAuthorityZone(dependencies);
  const trusted = createTrustedZone(dependencies);
  const { recordConfigurationArchive } = createArchiveAssembly({ records, blobs: store });
  const { cluster }: { cluster: ClusterRef } = await lab.vsphere.trustAuthority.readAuthority(lab.ta, 'TA');
  const host = await lab.vsphere.hosts.readClusters(lab.wl, ['Prod-A']);
  const [first] = host[0]?.hosts ?? [];
  if (!first) throw new Error('no trusted host');
  const { bytes } = await lab.vsphere.hosts.downloadImageDatabase(first, lab.hostAccess);
  await records.putArchivedImage({
    estate: 'lab',
    version: VERSION,
    hash: await store.put(bytes),
    bytes: bytes.byteLength,
    sourceHost: first.ref.name,
    exportedAt: '2026-01-01T00:00:00.000Z',
    quickBooted: false,
  });
  const part = await inActivity(authority.archiveConfiguration, { vcenter: lab.ta, cluster });
  const sides: StoredPart[] = [
    await inActivity(trusted.archiveTrustedSide, {
      vcenter: lab.wl,
      clusters: ['Prod-A', 'Prod-B'],
    }),
  ];
  const input = { estate: 'lab', hash: part.hash, parts: { authority: part, trusted: sides } };
  const { archive } = await inActivity(recordConfigurationArchive, input);
  const on = { vcenter: lab.ta, cluster, archive };

  const compare = () => inActivity(authority.compareWithArchive, on);
  const apply = async (item: ItemToApply) => {
    const sinceMs = Date.now();
    const started = await inActivity(authority.applyConfigurationItem, { ...on, apply: item });
    const waiting = { ...on, ...started, item: item.item, patience: aPatience({ sinceMs }) };
    return inActivity(authority.awaitConfigurationItem, waiting);
  };
  const restore = async (): Promise<string[]> => {
    const missing = missingItems(await compare());
    for (const item of missing)
      expect([keyOf(item.item), (await apply(item)).state]).toEqual([keyOf(item.item), 'done']);
    const whole = await inActivity(authority.awaitConfiguration, { ...on, patience: aPatience() });
    expect(whole.state).toBe('done');
    return missing.map(({ item }) => keyOf(item));
  };
  return { lab, on, authority, written, compare, apply, restore, configurations: () => held(lab) };
}

/** What each TA host holds, as digests. */
const held = (lab: LabVSphere): Record<string, object> =>
  Object.fromEntries(
    TA_HOSTS.map((name) => {
      const { ta } = lab.host(name);
      return [name, ta ? { ...Object.fromEntries(configurationOf(ta)), images: [...ta.images.keys()] } : {}];
    }),
  );

const NOTHING = {
  images: new Map(),
  principals: new Map(),
  keyProviders: new Map(),
  caCertificates: new Map(),
  endorsementKeys: new Map(),
  tpmSettings: { requireEndorsementKeys: false, requireCertificateValidation: false },
};

describe('an archive of a lab', () => {
  let bench: Awaited<ReturnType<typeof aBench>>;
  beforeAll(async () => {
    bench = await aBench();
  });
  afterAll(() => bench.lab.stop());

  it('BAK-3: finds everything as archived while nothing has happened', async () => {
    expect(new Set((await bench.compare()).map(({ state }) => state))).toEqual(new Set(['present']));
  });

  it('DG-18: contains none of the secrets of the lab', () => {
    expect(bench.lab.secrets().length).toBeGreaterThan(5);
    const places = bench.written.map((text, index) => ({ where: `part ${index}`, text }));
    expect(places.length).toBeGreaterThan(3);
    expect(findSecrets(bench.lab.secrets(), places)).toEqual([]);
  });

  it('REC-3, INV-5: brings an emptied cluster back item by item, on every TA host, and loses nothing', async () => {
    const before = bench.configurations();
    bench.lab.lab.world.emptyConfiguration(bench.lab.host('ta-esx1').cluster);
    expect(bench.configurations()).not.toEqual(before);
    expect(await bench.restore()).toEqual([
      ...PROVIDER,
      'tpmSettings/settings',
      'caCertificate/tpm-vendor-ca',
      'endorsementKey/ek-1',
      `baseImage/${VERSION}`,
      expect.stringMatching(/^principal\//),
    ]);
    expect(bench.configurations()).toEqual(before);
    const report = judge(bench.lab.lab.world.journal.entries);
    expect(report.violations.filter(({ rule }) => rule === 'BAK-3')).toEqual([]);
    expect(report.verdicts).toContainEqual(expect.objectContaining({ rule: 'BAK-3', verdict: 'holds' }));
  }, 60_000);

  it('REC-3: fills a TA host that came back empty, and changes nothing on the others', async () => {
    const before = bench.configurations();
    bench.lab.host('ta-esx3').ta = structuredClone(NOTHING);
    expect(await bench.restore()).toContain('keyProvider/kp-main');
    expect(bench.configurations()).toEqual(before);
  }, 60_000);

  it('REC-3: an issuer that a host kept is in the way of its principal on all hosts, until KB 77146 was followed', async () => {
    const before = bench.configurations();
    const { world } = bench.lab.lab;
    expect(actByHand(world, { do: 'keep-issuers', host: 'ta-esx3' })).toHaveProperty('begun');
    bench.lab.host('ta-esx3').ta = structuredClone(NOTHING);
    for (const apply of missingItems(await bench.compare())) {
      const refused = apply.item.kind === 'principal';
      const error = expect.stringMatching(/is inconsistent\..*KB 77146.*done again/);
      expect(await bench.apply(apply)).toMatchObject(
        refused ? { state: 'failed', error } : { state: 'done' },
      );
    }
    expect(bench.configurations()).not.toEqual(before);
    expect(actByHand(world, { do: 'decommission', host: 'ta-esx3' })).toHaveProperty('begun');
    expect(await bench.restore()).toEqual([expect.stringMatching(/^principal\//)]);
    expect(bench.configurations()).toEqual(before);
  }, 60_000);

  it('names an item that differs, and does not touch it', async () => {
    const [name, other] = ['tpm-vendor-ca', { chain: ['another'] }];
    for (const host of TA_HOSTS) bench.lab.host(host).ta?.caCertificates.set(name, other);
    expect(itemsInTheWay(await bench.compare()).map(({ item }) => keyOf(item))).toEqual([
      `caCertificate/${name}`,
    ]);
    const apply = { item: { kind: 'caCertificate', name } as const, again: false };
    await expect(inActivity(bench.authority.applyConfigurationItem, { ...bench.on, apply })).rejects.toThrow(
      /tpm-vendor-ca differs/,
    );
  });

  it('DG-18: a secret that nobody has brought is asked for by its name', async () => {
    const apply = { item: { kind: 'kmipPassword', name: 'kp-main' } as const, again: true };
    const secrets = { 'kp-main': { kmipPassword: 'not-there', privateKey: 'not-there' } };
    await expect(
      inActivity(bench.authority.applyConfigurationItem, { ...bench.on, apply, secrets }),
    ).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('not-there') });
  });
});
