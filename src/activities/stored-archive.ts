import { ApplicationFailure } from '@temporalio/common';
import type { AuthorityConfiguration } from '../domain/archive/configuration.js';
import { ARCHIVE_SCHEMA, type ArchiveManifest } from '../domain/archive/manifest.js';
import {
  ArchiveManifestPayload,
  AuthorityConfigurationPayload,
  readPayload,
} from '../ports/payloads/index.js';
import type { BlobStorePort, RecordsPort } from '../ports/records.js';
import { getJson } from './json-blobs.js';

export interface StoredArchive {
  readonly hash: string;
  readonly manifest: ArchiveManifest;
  readonly configuration: AuthorityConfiguration;
}

/**
 * The archive of an estate that was confirmed last, and when. One that an earlier release took is none: it has the
 * configuration of one side, and no manifest.
 *
 * @returns undefined when there is none that can be read, whatever the reason
 */
export async function newestArchive(
  { records, blobs }: { readonly records: RecordsPort; readonly blobs: BlobStorePort },
  estate: string,
): Promise<(StoredArchive & { readonly at: string }) | undefined> {
  const newest = await records.newestConfigurationArchive(estate);
  if (newest === undefined) return undefined;
  try {
    return { ...(await loadArchive(blobs, newest.hash)), at: newest.at };
  } catch {
    // Of an earlier or later release, damaged, or gone from the store: it protects nothing, and the guards say so.
    return undefined;
  }
}

/**
 * An archive as it was stored, with its configuration.
 *
 * @param hash - of the manifest
 * @throws PayloadError when it is none @throws ApplicationFailure when it is of a later schema
 * @rule BAK-3
 */
export async function loadArchive(blobs: BlobStorePort, hash: string): Promise<StoredArchive> {
  const stored = await getJson<unknown>(blobs, hash);
  const manifest = readPayload(`archive ${hash}`, ArchiveManifestPayload, stored);
  if (manifest.schemaVersion > ARCHIVE_SCHEMA) {
    throw ApplicationFailure.nonRetryable(
      `archive ${hash} was written by a later release (schema ${manifest.schemaVersion}, this one knows ${ARCHIVE_SCHEMA}): upgrade this process`,
      'payload-newer',
    );
  }
  const part = await getJson<unknown>(blobs, manifest.authority.hash);
  const configuration = readPayload(`configuration of archive ${hash}`, AuthorityConfigurationPayload, part);
  return { hash, manifest, configuration };
}
