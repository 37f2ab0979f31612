import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createBlobStore } from '../../../src/records/index.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
const bytes = new TextEncoder().encode('an image database');
const hash = createHash('sha256').update(bytes).digest('hex');

describe('the content-addressed store', () => {
  it('answers the SHA-256 and gives the same bytes back', async () => {
    const store = createBlobStore({ dir: join(await folder(), 'blobs') });
    expect(await store.put(bytes)).toBe(hash);
    expect(await store.put(bytes)).toBe(hash);
    expect(new TextDecoder().decode(await store.get(hash))).toBe('an image database');
  });

  it('refuses content that was tampered with, and replaces it when the right one is put', async () => {
    const dir = await folder();
    const store = createBlobStore({ dir });
    await store.put(bytes);
    await writeFile(join(dir, hash.slice(0, 2), hash), 'something else');
    await expect(store.get(hash)).rejects.toThrow('damaged');
    await store.put(bytes);
    expect(await store.get(hash)).toHaveLength(bytes.length);
  });

  it.each(['../../etc/passwd', 'ab/cd', '', 'A'.repeat(64), `${'a'.repeat(63)}/`, `${'a'.repeat(64)}\n`])(
    'refuses %j as a name',
    async (name) => {
      const store = createBlobStore({ dir: await folder() });
      await expect(store.get(name)).rejects.toThrow('not a content hash');
    },
  );

  it('names what it does not have', async () => {
    const store = createBlobStore({ dir: await folder() });
    await expect(store.get(hash)).rejects.toThrow(`${hash} is not in the store`);
  });

  it('leaves one whole file when many put the same content at once', async () => {
    const dir = await folder();
    const stores = Array.from({ length: 8 }, () => createBlobStore({ dir }));
    await Promise.all(stores.map((store) => store.put(bytes)));
    expect(await readdir(join(dir, hash.slice(0, 2)))).toEqual([hash]);
  });
});
