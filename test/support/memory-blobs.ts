import { createHash } from 'node:crypto';
import type { BlobStorePort } from '../../src/ports/records.js';

/** A hash-keyed store in memory. */
export function memoryBlobs(): BlobStorePort {
  const blobs = new Map<string, Uint8Array>();
  return {
    put: async (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      blobs.set(hash, bytes);
      return hash;
    },
    get: async (hash) => {
      const found = blobs.get(hash);
      if (found === undefined) throw new Error(`no blob ${hash}`);
      return found;
    },
  };
}
