import { ApplicationFailure } from '@temporalio/common';
import type { AuthorityConfiguration } from '../domain/archive/configuration.js';
import { ARCHIVE_SCHEMA, type ArchiveManifest } from '../domain/archive/manifest.js';
import {
  ArchiveManifestPayload,
  AuthorityConfigurationPayload,
  readPayload,
} from '../ports/payloads/index.js';
import type { BlobStorePort } from '../ports/records.js';
import { getJson } from './json-blobs.js';

/**
 * An archive as it was stored, with its configuration.
 *
 * @param hash - of the manifest
 * @throws PayloadError when it is none @throws ApplicationFailure when it is of a later schema
 * @rule BAK-3
 */
export async function loadArchive(
  blobs: BlobStorePort,
  hash: string,
): Promise<{ readonly manifest: ArchiveManifest; readonly configuration: AuthorityConfiguration }> {
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
  return { manifest, configuration };
}
