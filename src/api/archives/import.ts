import type { Estate } from '../../domain/model/estate.js';
import { ARCHIVE_FILE_LIMIT, MANIFEST_FILE, partsOf } from '../../domain/archive/layout.js';
import type { ArchiveManifest } from '../../domain/archive/manifest.js';
import { PayloadError } from '../../ports/payloads/index.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { checkParts, readManifest, sha256 } from './check.js';
import { NotAnArchive, unpack } from './tar.js';

const MIB = 1024 * 1024;

/** Refuses a file with the rule and what to do; nothing has been touched by then. @rule BAK-3 */
function refuse(detail: string, remedy: string): ApiProblem {
  return new ApiProblem(422, 'archive-refused', {
    detail: `The archive file is refused: ${detail}.`,
    remedy: `${remedy} Nothing was imported.`,
    rules: ['BAK-3'],
  });
}

const AGAIN =
  'Copy the file again from where it was exported to, or export the archive again: vta archive export.';

/**
 * Checks an archive file to its last byte, and only then keeps its parts and puts it on record. Broken, truncated,
 * oversized, wrongly labelled and tampered files are refused.
 *
 * @param expected - hash of the archive as its export told it: no file that was made up passes then
 * @rule BAK-3, DG-11, DG-18
 */
export async function importArchive(
  { records, blobs }: Pick<ApiOptions, 'records' | 'blobs'>,
  estate: Estate,
  file: Uint8Array,
  expected?: string,
): Promise<{ readonly hash: string; readonly manifest: ArchiveManifest }> {
  if (file.byteLength > ARCHIVE_FILE_LIMIT) {
    throw refuse(
      `it has ${Math.ceil(file.byteLength / MIB)} MiB, more than ${ARCHIVE_FILE_LIMIT / MIB}`,
      'Check that it is an archive of the vTA configuration and not a backup.',
    );
  }
  const entries = await unpackOrRefuse(file);
  const text = entries.get(MANIFEST_FILE);
  if (text === undefined) {
    throw refuse(`there is no ${MANIFEST_FILE} in it`, 'Take a file that vta archive export has written.');
  }
  const hash = sha256(text);
  if (expected !== undefined && expected !== hash) {
    throw refuse(
      `it is archive ${hash}, not ${expected}`,
      'Compare the hash with the one that the export told.',
    );
  }
  const manifest = manifestOrRefuse(text);
  whoseIsIt(manifest, estate);
  const known = new Set([MANIFEST_FILE, ...partsOf(manifest).map(({ name }) => name)]);
  const stranger = [...entries.keys()].find((name) => !known.has(name));
  if (stranger !== undefined) throw refuse(`"${stranger}" is in it and not in its manifest`, AGAIN);
  const checks = await checkParts(manifest, async ({ name }) => entries.get(name));
  const wrong = checks.find(({ ok }) => !ok);
  if (wrong !== undefined) throw refuse(`${wrong.subject} ${wrong.text}`, AGAIN);

  for (const bytes of entries.values()) await blobs.put(bytes);
  for (const image of manifest.images) await records.putArchivedImage({ ...image, estate: estate.name });
  await records.putConfigurationArchive({
    estate: estate.name,
    hash,
    at: manifest.takenAt,
    notArchivable: manifest.notArchived.map(({ kind, subject }) => `${kind} ${subject}`),
  });
  return { hash, manifest };
}

async function unpackOrRefuse(file: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    return await unpack(file);
  } catch (error) {
    if (error instanceof NotAnArchive) throw refuse(error.message, AGAIN);
    throw error;
  }
}

function manifestOrRefuse(text: Uint8Array): ArchiveManifest {
  try {
    return readManifest(MANIFEST_FILE, text);
  } catch (error) {
    if (error instanceof PayloadError) throw refuse(error.message, AGAIN);
    throw error;
  }
}

/** An archive is restored into the cluster it came from, or one that takes its place under the same name. */
function whoseIsIt({ estate: of, authority }: ArchiveManifest, estate: Estate): void {
  const { vcenter, cluster } = estate.authority;
  if (of !== estate.name) {
    throw refuse(
      `it is one of the estate "${of}", not of "${estate.name}"`,
      'Import it into the estate it belongs to.',
    );
  }
  if (authority.vcenter !== vcenter.name || authority.cluster.name !== cluster) {
    throw refuse(
      `it is of cluster ${authority.cluster.name} of ${authority.vcenter}, the estate has ${cluster} of ${vcenter.name}`,
      'Import an archive of this Trust Authority Cluster.',
    );
  }
}
