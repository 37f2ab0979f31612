import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import type { EsxVersion } from '../domain/model/version.js';
import { MOST_IMAGE_FILE_BYTES } from '../domain/repairing/index.js';
import { parseEsxVersion } from '../domain/versions/index.js';

const MIB = 1024 * 1024;
/** Of the unpacked archive. */
const mostUnpackedBytes = 128 * MIB;
const mostTextBytes = 256 * 1024;
export const mostNoticeBytes = 16 * 1024;

/** Entries that name the version: the manifest of an image database, or the base-image records of ESXi. */
const VERSION_FILES = /(^|\/)(manifest|baseimages?\/[^/]+)\.json$/i;
const NOTICE_FILES = /(^|\/)notice\.txt$/i;

/** What an image database (`boot_imgdb.tgz`) turns out to be. */
export interface ImageFile {
  /** Why it is none: empty, too large, cut off, no gzip. Absent = it unpacks. */
  readonly problem?: string;
  /** Whether a tar archive with at least one file is inside. */
  readonly isArchive: boolean;
  /** Every ESXi version that its records name; none = they tell none that can be read. */
  readonly versions: readonly EsxVersion[];
  /** Text of its `notice.txt` (QB-7). */
  readonly notice?: string;
}

const unpacked = (bytes: Uint8Array) => Readable.from([bytes]).pipe(createGunzip());

/** A web page, half a file or a bomb ends here. */
async function problemOf(bytes: Uint8Array): Promise<string | undefined> {
  if (bytes.length === 0) return 'the image database is empty';
  if (bytes.length > MOST_IMAGE_FILE_BYTES)
    return `the image database has more than ${MOST_IMAGE_FILE_BYTES} bytes`;
  let size = 0;
  try {
    for await (const chunk of unpacked(bytes)) {
      size += (chunk as Buffer).length;
      if (size > mostUnpackedBytes)
        return `the image database unpacks to more than ${mostUnpackedBytes} bytes`;
    }
  } catch {
    return 'the image database is no gzip archive, or is cut off';
  }
  return undefined;
}

function versionIn(text: string): EsxVersion[] {
  try {
    const { version } = JSON.parse(text) as { readonly version?: unknown };
    const found = typeof version === 'string' ? parseEsxVersion(version) : undefined;
    return found === undefined ? [] : [found];
  } catch {
    return []; // A record that cannot be read names no version.
  }
}

/** Reads an image database without trusting it; nothing of it is kept. @rule IMG-3, QB-7 */
export async function readImageFile(bytes: Uint8Array): Promise<ImageFile> {
  const problem = await problemOf(bytes);
  if (problem !== undefined) return { problem, isArchive: false, versions: [] };
  const extract = tar.extract();
  const source = unpacked(bytes);
  source.on('error', (error) => extract.destroy(error));
  source.pipe(extract);
  const versions = new Set<EsxVersion>();
  let notice: string | undefined;
  let files = 0;
  try {
    for await (const entry of extract) {
      const { name, size } = entry.header;
      files += 1;
      const isRead = (VERSION_FILES.test(name) || NOTICE_FILES.test(name)) && size <= mostTextBytes;
      if (!isRead) {
        entry.resume();
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks);
      if (NOTICE_FILES.test(name))
        notice ??= text.subarray(0, mostNoticeBytes).toString('utf8').trim() || undefined;
      else for (const version of versionIn(text.toString('utf8'))) versions.add(version);
    }
  } catch {
    // No tar, or one that ends in the middle of a file.
    return { isArchive: false, versions: [...versions] };
  } finally {
    source.destroy();
    extract.destroy();
  }
  return { isArchive: files > 0, versions: [...versions], ...(notice === undefined ? {} : { notice }) };
}
