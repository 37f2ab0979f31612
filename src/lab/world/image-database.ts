import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Version } from './model.js';
import { fromBaseImage, toBaseImage } from './versions.js';

const MANIFEST = 'imgdb/manifest.json';
/** Bytes of incompressible content: larger than a message of a workflow engine may be, as the real file is. */
const CONTENT_BYTES = 320 * 1024;
const BLOCK = 512;
/** Largest unpacked archive that is looked at. */
const MAX_UNPACKED = 64 * 1024 * 1024;

const cache = new Map<string, Uint8Array>();

/**
 * The `boot_imgdb.tgz` of an ESXi version: a gzip tar with a manifest and component data. Equal versions give
 * equal bytes on every host, so that a file can be recognised by its hash.
 *
 * @param notice - a text that lies in the archive; none when empty
 */
export function imageDatabaseOf(version: Version, notice = ''): Uint8Array {
  const key = `${version} ${notice}`;
  let archive = cache.get(key);
  if (!archive) cache.set(key, (archive = pack(version, notice)));
  return archive;
}

/** What a host that booted quickly says with its export (QB-7, QB-8). */
export const QUICK_BOOT_NOTICE =
  'The host was last booted with Quick Boot: it attests with the version of its last full boot.';

function pack(version: Version, notice: string): Uint8Array {
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
  const parts = Object.entries(files).flatMap(([name, bytes]) => [
    headerOf(name, bytes.length),
    bytes,
    Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK),
  ]);
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 6 });
}

/** Header of one file of a tar (POSIX ustar); a fixed time keeps the bytes equal. */
function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(name, 0, 'latin1');
  header.write(
    [octal(0o644, 8), octal(0, 8), octal(0, 8), octal(size, 12), octal(0, 12)].join(''),
    100,
    'latin1',
  );
  header.write('        0', 148, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
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
