import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { imageFileProblems } from '../../../src/domain/repairing/index.js';
import { imageDatabaseOf } from '../../../src/lab/world/image-database.js';
import { MOST_IMAGE_FILE_BYTES } from '../../../src/domain/repairing/index.js';
import { readImageFile } from '../../../src/ports/image-file.js';
import { NEW, OLD } from '../../support/builders.js';

const archive = async (files: Record<string, string>): Promise<Buffer> => {
  const pack = tar.pack();
  for (const [name, text] of Object.entries(files)) pack.entry({ name }, text);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
};
const version = (text: string) => JSON.stringify({ version: text });
const whole = imageDatabaseOf(NEW);

describe('IMG-3: a file is what its label says, or is refused before anything is touched', () => {
  it('a whole image database tells its version', async () => {
    expect(await readImageFile(whole)).toEqual({ isArchive: true, versions: [NEW] });
    expect(imageFileProblems(await readImageFile(whole), NEW)).toEqual([]);
  });

  it('so do base-image records of ESXi', async () => {
    const bytes = await archive({ 'var/db/esximg/baseimages/ESXi_1.json': version('8.0.2-0.0.22380479') });
    expect((await readImageFile(bytes)).versions).toEqual([OLD]);
  });

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
    ['empty', () => new Uint8Array(), /is empty/],
    ['a web page', () => Buffer.from('<html>'), /no gzip archive/],
    ['cut off', () => whole.subarray(0, whole.length / 2), /cut off/],
    ['oversized', () => new Uint8Array(MOST_IMAGE_FILE_BYTES + 1), /more than 33554432 bytes/],
    ['a bomb', () => gzipSync(Buffer.alloc(130 * 1024 * 1024)), /unpacks to more than/],
    ['no tar', () => gzipSync(Buffer.from('text')), /no whole tar archive/],
    ['an empty tar', () => archive({}), /no whole tar archive/],
    ['without a version', () => archive({ 'imgdb/vibs.db': 'x' }), /does not say which version/],
    ['with records that cannot be read', () => archive({ 'imgdb/manifest.json': '{' }), /does not say/],
    ['of another version', () => imageDatabaseOf(OLD), /it describes 8\.0\.2-22380479/],
    [
      'of several versions',
      () => archive({ 'a/manifest.json': version(NEW), 'b/manifest.json': version(OLD) }),
      /it describes 8\.0\.2-22380479/,
    ],
  ])('%s', async (_, bytes, says) => {
    const [finding] = imageFileProblems(await readImageFile(await bytes()), NEW);
    expect(finding).toMatchObject({
      rule: 'IMG-3',
      severity: 'blocker',
      message: expect.stringMatching(says),
    });
  });
});
