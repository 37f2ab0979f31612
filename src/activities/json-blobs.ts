import { createHash } from 'node:crypto';
import type { BlobStorePort } from '../ports/records.js';

/** Stores a value as JSON; answers the hash. */
export async function putJson(blobs: BlobStorePort, value: unknown): Promise<string> {
  return blobs.put(new TextEncoder().encode(JSON.stringify(value)));
}

/** Reads a value that `putJson` stored; the store has checked the hash, so the shape is the writer's. */
export async function getJson<T>(blobs: BlobStorePort, hash: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await blobs.get(hash))) as T;
}

/** SHA-256, hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
