import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import tar from 'tar-stream';
import type { Version } from './model.js';
import { fromBaseImage, toBaseImage } from './versions.js';

const MANIFEST = 'imgdb/manifest.json';
/** Bytes of incompressible content: larger than a message of a workflow engine may be, as the real file is. */
const CONTENT_BYTES = 320 * 1024;
const BLOCK = 512;
/** Largest unpacked archive that is looked at. */
const MAX_UNPACKED = 64 * 1024 * 1024;

const cache = new Map<string, Promise<Uint8Array>>();

/**
 * The `boot_imgdb.tgz` of an ESXi version: a gzip tar with a manifest and component data. Equal versions give
 * equal bytes on every host, so that a file can be recognised by its hash.
 *
 * @param notice - a text that lies in the archive; none when empty
 */
export function imageDatabaseOf(version: Version, notice = ''): Promise<Uint8Array> {
  const key = `${version} ${notice}`;
  let archive = cache.get(key);
  if (!archive) cache.set(key, (archive = pack(version, notice)));
  return archive;
}

/** What a host that booted quickly says with its export (QB-7, QB-8). */
export const QUICK_BOOT_NOTICE =
  'The host was last booted with Quick Boot: it attests with the version of its last full boot.';

async function pack(version: Version, notice: string): Promise<Uint8Array> {
  const [release, build] = version.split('-');
  const manifest = {
    format: 1,
    product: 'VMware ESXi',
    version,
    baseImage: toBaseImage(version),
    release,
    build,
  };
  const files = {
    [MANIFEST]: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    'imgdb/vibs.db': contentOf(version, 'vibs', CONTENT_BYTES),
    'imgdb/profiles.db': contentOf(version, 'profiles', 4096),
    ...(notice === '' ? {} : { 'imgdb/notice.txt': Buffer.from(`${notice}\n`) }),
  };
  const archive = tar.pack();
  // A fixed time keeps the bytes equal.
  for (const [name, bytes] of Object.entries(files)) archive.entry({ name, mtime: new Date(0) }, bytes);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return promisify(gzip)(Buffer.concat(chunks), { level: 6 });
}

function contentOf(version: Version, part: string, size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let index = 0; blocks.length * 32 < size; index += 1) {
    blocks.push(createHash('sha256').update(`${version}/${part}/${index}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, size);
}

/** Version named in the manifest of an image database; undefined when the bytes are no such archive. */
export function readImageDatabase(bytes: Uint8Array): Version | undefined {
  try {
    const manifest = fileOf(gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }), MANIFEST);
    if (!manifest) return undefined;
    const { version } = JSON.parse(manifest.toString('utf8')) as { version?: unknown };
    return typeof version === 'string' ? fromBaseImage(version) : undefined;
  } catch {
    return undefined; // not gzip, cut off, or no JSON inside
  }
}

/** One file of a tar, read in place: extraction by streams would need a turn of the event loop. */
function fileOf(archive: Buffer, wanted: string): Buffer | undefined {
  for (let offset = 0; offset + BLOCK <= archive.length;) {
    const field = (at: number, length: number): string =>
      archive.toString('latin1', offset + at, offset + at + length).replace(/\0.*$/s, '');
    const name = field(0, 100);
    if (name === '') return undefined;
    const size = Number.parseInt(field(124, 12).trim(), 8);
    if (Number.isNaN(size)) return undefined;
    const start = offset + BLOCK;
    if (name === wanted)
      return start + size <= archive.length ? archive.subarray(start, start + size) : undefined;
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}
