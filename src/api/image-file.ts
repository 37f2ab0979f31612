import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import type { EsxVersion } from '../domain/model/version.js';
import { parseEsxVersion } from '../domain/versions/index.js';

/** What it may unpack to. Bytes. */
const MOST_UNPACKED_BYTES = 128 * 1024 * 1024;
/** Descriptions are short; component data is not read for versions. Bytes. */
const MOST_TEXT_BYTES = 4 * 1024 * 1024;

/** `8.0.3-0.0.24022510` or `8.0.3-24022510`, not the end of a longer number. */
const VERSION = /(?<![\d.-])\d+\.\d+\.\d+-(?:\d+\.\d+\.)?\d{5,}(?![\d.])/g;

/**
 * Why a file is no base-image database of this version; undefined = it is one. The archive is read to its end: a cut one,
 * a web page or a bomb is found here and not by the import. What it says of itself must be the label, since the import
 * would trust whatever is inside.
 *
 * @rule IMG-2, IMG-3
 */
export async function whyNotImageFile(bytes: Uint8Array, label: EsxVersion): Promise<string | undefined> {
  if (bytes.byteLength === 0) return 'it is empty';
  const read = await readArchive(bytes);
  if (typeof read === 'string') return read;
  if (read.size === 0) return 'no description in it names the ESXi version it belongs to';
  if (read.has(label)) return undefined;
  return `it belongs to ${[...read].toSorted().join(', ')}, not to ${label}`;
}

/** Versions that descriptions in the archive name; a text when it is no whole archive. */
async function readArchive(bytes: Uint8Array): Promise<Set<EsxVersion> | string> {
  const versions = new Set<EsxVersion>();
  const extract = tar.extract();
  const unpacked = Readable.from([bytes]).pipe(createGunzip());
  let size = 0;
  unpacked.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_UNPACKED_BYTES) unpacked.destroy(new TooLarge());
  });
  unpacked.on('error', (error) => extract.destroy(error));
  unpacked.pipe(extract);
  let files = 0;
  try {
    for await (const entry of extract) {
      files += 1;
      const isText = /\.(json|xml)$/i.test(entry.header.name) && (entry.header.size ?? 0) <= MOST_TEXT_BYTES;
      if (!isText) {
        entry.resume();
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      for (const [found] of Buffer.concat(chunks).toString('utf8').matchAll(VERSION)) {
        const version = parseEsxVersion(found);
        if (version !== undefined) versions.add(version);
      }
    }
  } catch (error) {
    if (error instanceof TooLarge) return `it unpacks to more than ${MOST_UNPACKED_BYTES} bytes`;
    return 'it is no gzip tar archive, or is cut off';
  } finally {
    unpacked.destroy();
    extract.destroy();
  }
  return files === 0 ? 'it is an archive without files' : versions;
}

class TooLarge extends Error {}
