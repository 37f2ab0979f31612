import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import tar from 'tar-stream';
import { MOST_IMAGE_FILE_BYTES } from '../../../src/contract/index.js';
import { imageDatabaseOf } from '../../../src/lab/world/image-database.js';
import { ESTATE_TEXT, startApi, type ApiHarness } from '../../support/api-harness.js';
import { NEW, OLD } from '../../support/builders.js';

let dir: string;
let api: ApiHarness;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vta-image-'));
  api = await startApi(dir);
  await api.ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
});
afterEach(async () => {
  await api.close();
  await rm(dir, { recursive: true });
});

const ROUTE = '/v1/estates/sample/image-files';
const upload = (bytes: Uint8Array, version = NEW, more: { who?: string; key?: string; type?: string } = {}) =>
  hand(bytes, { path: `${ROUTE}?esxVersion=${version}`, ...more });
const hand = (bytes: Uint8Array, more: { path?: string; who?: string; key?: string; type?: string } = {}) =>
  api.ask(more.who ?? 'olga', 'POST', more.path ?? ROUTE, {
    body: Buffer.from(bytes),
    headers: { 'content-type': more.type ?? 'application/gzip' },
    ...(more.key === undefined ? {} : { key: more.key }),
  });
const archived = async () => api.records.listArchivedImages('sample');

/** A gzip tar of these files. */
async function packed(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const pack = tar.pack();
  for (const [name, text] of Object.entries(files)) pack.entry({ name }, text);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

/** With one record per version. */
const of = (versions: readonly string[]) =>
  packed(
    Object.fromEntries(
      versions.map((version) => [`baseimages/${version}.json`, JSON.stringify({ version })]),
    ),
  );

describe('POST /v1/estates/{estate}/image-files', () => {
  const file = imageDatabaseOf(NEW);

  it.each([undefined, '9.0.0-24755229'])(
    'DG-1: a file of 9.x is refused, label %s, with the way out',
    async (label) => {
      const nine = imageDatabaseOf('9.0.0-24755229');
      const answer = await (label === undefined ? hand(nine) : upload(nine, label));
      expect(answer.statusCode).toBe(422);
      expect(answer.json()).toMatchObject({
        code: 'image-file-invalid',
        rules: ['DG-1'],
        detail: expect.stringContaining('Trust Authority is removed'),
        remedy: expect.stringContaining('docs/leaving-vta.md'),
      });
      expect(await archived()).toEqual([]);
    },
  );

  it('IMG-2: a file is archived under its hash and version, with who supplied it', async () => {
    const answer = await upload(file);
    const hash = createHash('sha256').update(file).digest('hex');
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      estate: 'sample',
      version: NEW,
      hash,
      bytes: file.byteLength,
      from: 'olga',
    });
    expect(await archived()).toMatchObject([{ version: NEW, hash, suppliedBy: 'olga' }]);
    expect(Buffer.from(await api.blobs.get(hash)).equals(file)).toBe(true);
    const { items } = await api.records.listAudit({ limit: 10 });
    expect(items.map(({ what }) => what)).toContain('image.upload');
  });

  it('the label may be the form of vLCM; sent twice, also with one key, it is one file', async () => {
    const vlcm = '8.0.3-0.0.24022510';
    const answers = [
      await upload(file, vlcm, { key: 'k1' }),
      await upload(file, vlcm, { key: 'k1' }),
      await upload(file),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
    expect(await archived()).toHaveLength(1);
  });

  it('a key stands for the bytes: another file under it is refused', async () => {
    await upload(file, NEW, { key: 'k1' });
    expect((await upload(imageDatabaseOf(OLD), NEW, { key: 'k1' })).json()).toMatchObject({
      code: 'idempotency-conflict',
    });
  });

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string | RegExp]>([
    ['wrongly labelled', () => imageDatabaseOf(OLD), `no image database of ${NEW}: it describes ${OLD}`],
    ['cut off', () => file.subarray(0, file.byteLength / 2), 'cut off'],
    ['a web page', () => Buffer.from('<html>login</html>'), 'no gzip archive'],
    ['gzip of no tar', () => gzipSync(Buffer.from('x'.repeat(2000))), 'no whole tar archive'],
    ['an archive without files', () => gzipSync(Buffer.alloc(1024)), 'no whole tar archive'],
    ['silent about its version', () => packed({ 'imgdb/vibs.db': 'x', 'a.json': '{}' }), 'does not say'],
    ['of this version and another', () => of([NEW, OLD]), `it describes ${OLD}`],
    ['a bomb', () => gzipSync(Buffer.alloc(129 * 1024 * 1024)), /unpacks to more than/],
  ])('IMG-3: refuses a file that is %s', async (_, bytes, says) => {
    const answer = await upload(await bytes());
    expect(answer.statusCode).toBe(422);
    expect(JSON.stringify(answer.json())).toMatch(says);
    expect(answer.json()).toMatchObject({ code: 'image-file-invalid' });
    expect(await archived()).toEqual([]);
  });

  it('FIX-2: without a version, a file is archived under the one that it names', async () => {
    const answer = await hand(imageDatabaseOf(OLD));
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ version: OLD });
    expect(await archived()).toMatchObject([{ version: OLD, suppliedBy: 'olga' }]);
  });

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['cut off', () => file.subarray(0, file.byteLength / 2), 'no image database: the image database is'],
    ['silent about its version', () => packed({ 'a.json': '{}' }), 'does not say'],
    ['of two versions', () => of([NEW, OLD]), `it describes ${NEW} and ${OLD}`],
  ])('IMG-3: without a version, refuses a file that is %s', async (_, bytes, says) => {
    const answer = await hand(await bytes());
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'image-file-invalid',
      detail: expect.stringContaining(says),
    });
    expect(await archived()).toEqual([]);
  });

  it('refuses an oversized file, another type, no version, a viewer and an unknown estate', async () => {
    expect((await upload(Buffer.alloc(MOST_IMAGE_FILE_BYTES + 1))).statusCode).toBe(413);
    expect((await upload(file, NEW, { type: 'application/octet-stream' })).statusCode).toBe(415);
    expect((await upload(file, 'newest')).statusCode).toBe(422);
    expect((await upload(file, NEW, { who: 'vera' })).statusCode).toBe(403);
    const elsewhere = await api.ask('olga', 'POST', `/v1/estates/other/image-files?esxVersion=${NEW}`, {
      body: Buffer.from(file),
      headers: { 'content-type': 'application/gzip' },
    });
    expect(elsewhere.statusCode).toBe(404);
    expect(await archived()).toEqual([]);
  });
});
