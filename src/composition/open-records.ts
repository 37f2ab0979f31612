import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiRecordsPort } from '../ports/api-records.js';
import type { BlobStorePort } from '../ports/records.js';
import { createBlobStore, createRecords } from '../records/index.js';
import { waitFor } from './wait-for.js';

/**
 * Opens records and content-addressed store in the data directory; waits where its disk is not there yet.
 *
 * @throws StoppedWaiting; an error that waiting cannot cure, records of a newer release for instance
 */
export async function openRecords(
  dir: string,
  say: (line: string) => void,
  stopping?: AbortSignal,
): Promise<{ records: ApiRecordsPort; blobs: BlobStorePort }> {
  const file = join(dir, 'records.db');
  const advice = `Look whether ${dir} is mounted and writable by this account, and has space; this process goes on by itself.`;
  const mayPass = (error: unknown): boolean => (error as { code?: unknown }).code !== undefined;
  const waiting = { what: `the records database ${file}`, advice, say, stopping, mayPass };
  const records = await waitFor(waiting, async () => {
    await mkdir(dir, { recursive: true });
    return createRecords({ file });
  });
  return { records, blobs: createBlobStore({ dir: join(dir, 'blobs') }) };
}
