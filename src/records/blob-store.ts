import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStorePort } from '../ports/records.js';

const HASH = /^[0-9a-f]{64}$/;

/**
 * Content-addressed store on a directory: `ab/abcd…`, one file per content. A file appears whole or not at all, so
 * that processes and zones can share the directory.
 */
export function createBlobStore({ dir }: { readonly dir: string }): BlobStorePort {
  const pathOf = (hash: string): string => join(dir, hash.slice(0, 2), hash);
  return {
    async put(bytes) {
      const hash = sha256(bytes);
      const path = pathOf(hash);
      // What is there is trusted only if it is what it should be; a damaged file is replaced.
      const present = await readFile(path).catch(absent);
      if (present !== undefined && sha256(present) === hash) return hash;
      await mkdir(dirname(path), { recursive: true });
      await writeWhole(path, bytes);
      return hash;
    },

    async get(hash) {
      // The name comes from payloads and URLs: nothing but a hash may become a path.
      if (!HASH.test(hash)) throw new Error('not a content hash: expected 64 lower-case hex digits');
      const bytes = await readFile(pathOf(hash)).catch(absent);
      if (bytes === undefined) throw new Error(`content ${hash} is not in the store`);
      if (sha256(bytes) !== hash) throw new Error(`content ${hash} is damaged: its hash differs`);
      return bytes;
    },
  };
}

/** Temporary file, flushed, renamed, folder flushed: after a power cut the name means the whole content or nothing. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
