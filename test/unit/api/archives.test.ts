import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import tar from 'tar-stream';
import { canonicalJson } from '../../../src/domain/canonical-json.js';
import { ARCHIVE_SCHEMA, notArchivedOf, type ArchiveManifest } from '../../../src/domain/archive/manifest.js';
import { aConfiguration, aTrustedConfiguration } from '../../support/archive-builders.js';
import { ESTATE_TEXT, startApi, type ApiHarness } from '../../support/api-harness.js';
import { OLD, OLD_VC } from '../../support/builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
  await api.ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
});
afterEach(() => api.close());

type Entries = Map<string, Buffer>;
const json = (value: unknown): Buffer => Buffer.from(canonicalJson(value));
const partOf = (bytes: Uint8Array) => ({
  hash: createHash('sha256').update(bytes).digest('hex'),
  bytes: bytes.byteLength,
});
const configuration = aConfiguration({
  cluster: { vcenter: 'vc-authority', moid: 'domain-c9', name: 'authority' },
});

/** A good archive file, entry by entry; `change` may break it before the manifest is made. */
function goodEntries(change: Partial<ArchiveManifest> = {}, authority = json(configuration)): Entries {
  const [trusted, image] = [json(aTrustedConfiguration()), gzipSync('an image database')];
  const vcenterVersion = { version: OLD_VC, build: '1' };
  const manifest: ArchiveManifest = {
    schemaVersion: ARCHIVE_SCHEMA,
    estate: 'sample',
    takenAt: '2026-01-01T00:00:00.000Z',
    authority: {
      ...partOf(authority),
      vcenter: 'vc-authority',
      vcenterVersion,
      cluster: configuration.cluster,
    },
    trusted: [{ ...partOf(trusted), vcenter: 'vc-trusted', vcenterVersion }],
    images: [{ ...partOf(image), version: OLD, sourceHost: 'esx-1', exportedAt: 'x', quickBooted: false }],
    notArchived: notArchivedOf(configuration, [{ version: OLD }], []),
    ...change,
  };
  return new Map([
    ['manifest.json', json(manifest)],
    ['authority.json', authority],
    ['trusted/vc-trusted.json', trusted],
    [`base-images/${OLD}/boot_imgdb.tgz`, image],
  ]);
}

async function tarOf(entries: Entries): Promise<Buffer> {
  const pack = tar.pack();
  for (const [name, bytes] of entries) pack.entry({ name }, bytes);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
const changed = (edit: (entries: Entries) => void, entries = goodEntries()): Promise<Buffer> => {
  edit(entries);
  return tarOf(entries);
};

const url = '/v1/estates/sample/archives';
const bring = (file: Buffer, more: object = {}, who = 'olga') =>
  api.ask(who, 'POST', url, { body: { file: file.toString('base64'), ...more } });
const hashOf = (entries: Entries): string => partOf(entries.get('manifest.json') ?? Buffer.of()).hash;

describe('BAK-3: an archive file', () => {
  it('comes in whole, is listed, shown, verified, and goes out again the same', async () => {
    const entries = goodEntries();
    const file = await tarOf(entries);
    const hash = hashOf(entries);
    const imported = await bring(file, { hash });
    expect(imported.statusCode).toBe(201);
    expect(imported.json()).toMatchObject({
      hash,
      manifest: { estate: 'sample', images: [{ version: OLD }] },
    });

    const { items } = (await api.ask('vera', 'GET', url)).json() as { items: object[] };
    expect(items).toMatchObject([
      { hash, complete: true, images: 1, schemaVersion: 1, vcenter: 'vc-authority' },
    ]);
    const shown = (await api.ask('vera', 'GET', `${url}/${hash}`)).json() as ArchiveManifest;
    expect(shown.notArchived.map(({ kind }) => kind)).toEqual(['kmip-password', 'private-key']);
    expect((await api.ask('vera', 'GET', `${url}/${hash}/verification`)).json()).toMatchObject({ ok: true });

    const exported = await api.ask('olga', 'GET', `${url}/${hash}/file`);
    expect(exported.headers['content-type']).toBe('application/x-tar');
    expect((await bring(exported.rawPayload, { hash })).statusCode).toBe(201);
    expect(await api.records.listArchivedImages('sample')).toHaveLength(1);
    expect((await api.records.newestConfigurationArchive('sample'))?.at).toBe('2026-01-01T00:00:00.000Z');
  });

  const image = `base-images/${OLD}/boot_imgdb.tgz`;
  const secret = json({ ...configuration, password: 'x' });
  it.each<[string, () => Promise<Buffer>, RegExp]>([
    ['no tar file', async () => Buffer.from('PK not a tar'), /no tar file|empty/],
    ['empty', async () => Buffer.alloc(1024), /empty/],
    ['cut off', async () => (await tarOf(goodEntries())).subarray(0, 2_000), /cut off/],
    ['without a manifest', () => changed((all) => void all.delete('manifest.json')), /no manifest\.json/],
    [
      'a manifest that is no JSON',
      () => changed((all) => void all.set('manifest.json', Buffer.from('{'))),
      /no JSON/,
    ],
    [
      'a manifest without its parts',
      () => changed((all) => void all.set('manifest.json', json({ schemaVersion: 1 }))),
      /cannot be read/,
    ],
    ['of a later release', () => tarOf(goodEntries({ schemaVersion: 2 })), /later release.*Upgrade/],
    ['of another estate', () => tarOf(goodEntries({ estate: 'other' })), /of the estate "other"/],
    [
      'of another cluster',
      () =>
        tarOf(
          goodEntries({
            authority: {
              ...partOf(json(configuration)),
              vcenter: 'vc-x',
              vcenterVersion: { version: '8', build: '1' },
              cluster: configuration.cluster,
            },
          }),
        ),
      /of vc-x, the estate has authority of vc-authority/,
    ],
    [
      'labelled with another cluster than its content',
      () => tarOf(goodEntries({}, json(aConfiguration({ cluster: { vcenter: 'v', moid: 'm', name: 'n' } })))),
      /is the configuration of n of v/,
    ],
    [
      'with a part that was changed',
      () =>
        changed(
          (all) =>
            void all.set(
              'authority.json',
              Buffer.from(String(all.get('authority.json')).replace('vta', 'eve')),
            ),
        ),
      /another hash.*changed/,
    ],
    [
      'with a part that is shorter',
      () => changed((all) => void all.set(image, Buffer.from([0x1f, 0x8b]))),
      /has 2 bytes/,
    ],
    ['without a part', () => changed((all) => void all.delete(image)), /is not there/],
    [
      'with something else in it',
      () => changed((all) => void all.set('../../etc/passwd', Buffer.from('x'))),
      /not in its manifest/,
    ],
    [
      'an image that is no gzip',
      () =>
        tarOf(
          new Map([
            ...goodEntries({
              images: [
                {
                  ...partOf(Buffer.from('text')),
                  version: OLD,
                  sourceHost: 'h',
                  exportedAt: 'x',
                  quickBooted: false,
                },
              ],
            }),
            [image, Buffer.from('text')],
          ]),
        ),
      /no gzip/,
    ],
    ['with a secret', () => tarOf(goodEntries({}, secret)), /contains a secret.*DG-18/],
  ])('%s is refused with the rule, and nothing is kept', async (_, make, why) => {
    const answer = await bring(await make());
    expect(answer.statusCode).toBe(422);
    const problem = answer.json() as { detail: string; remedy: string };
    expect(problem).toMatchObject({ code: 'archive-refused', rules: ['BAK-3'] });
    expect(problem.detail).toMatch(why);
    expect(problem.remedy).toContain('Nothing was imported.');
    expect(await api.records.listConfigurationArchives('sample')).toEqual([]);
    expect(await api.records.listArchivedImages('sample')).toEqual([]);
  });

  it('that is another archive than was expected is refused: somebody may have made it up', async () => {
    const answer = await bring(await tarOf(goodEntries()), { hash: 'a'.repeat(64) });
    expect(answer.json()).toMatchObject({
      code: 'archive-refused',
      detail: expect.stringContaining('not aaaa'),
    });
  });

  it('that is too large is refused before it is looked into', async () => {
    const answer = await bring(Buffer.alloc(65 * 1024 * 1024));
    expect(answer.json()).toMatchObject({
      code: 'archive-refused',
      detail: expect.stringContaining('more than 64'),
    });
  });

  it('is imported by operators only', async () => {
    expect((await bring(await tarOf(goodEntries()), {}, 'vera')).statusCode).toBe(403);
  });
});

it('BAK-3: verification names the part that is damaged in the store', async () => {
  const entries = goodEntries();
  const hash = hashOf(entries);
  await bring(await tarOf(entries));
  const manifest = JSON.parse(String(entries.get('manifest.json'))) as ArchiveManifest;
  const [file] = manifest.images;
  await api.damage(file?.hash ?? '');
  const answer = (await api.ask('vera', 'GET', `${url}/${hash}/verification`)).json() as {
    ok: boolean;
    checks: { subject: string; ok: boolean; text: string }[];
  };
  expect(answer.ok).toBe(false);
  expect(answer.checks.filter(({ ok }) => !ok)).toMatchObject([
    { subject: `base-images/${OLD}/boot_imgdb.tgz`, text: expect.stringContaining('damaged') },
  ]);
});

it('an archive of an earlier release is listed, and said to be no protection', async () => {
  const hash = await api.blobs.put(json({ principals: [] }));
  await api.records.putConfigurationArchive({
    estate: 'sample',
    hash,
    at: '2026-01-01T00:00:00.000Z',
    notArchivable: [],
  });
  expect((await api.ask('vera', 'GET', url)).json()).toMatchObject({
    items: [{ schemaVersion: 0, complete: false }],
  });
  const shown = await api.ask('vera', 'GET', `${url}/${hash}`);
  expect(shown.json()).toMatchObject({ status: 409, code: 'archive-refused', rules: ['BAK-3'] });
  expect((await api.ask('vera', 'GET', `${url}/${'b'.repeat(64)}`)).json()).toMatchObject({
    code: 'archive-unknown',
  });
});
