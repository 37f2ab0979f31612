import { Readable } from 'node:stream';
import tar from 'tar-stream';

/** More entries than any archive has: two sides and some dozens of base images. */
const MOST_ENTRIES = 1_000;

/** A file that is no archive of ours, is cut off, or is too much; `message` says which, in words for people. */
export class NotAnArchive extends Error {
  override readonly name = 'NotAnArchive';
}

/** Bytes of every entry by name, in the order of the file. @throws NotAnArchive */
export async function unpack(file: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = new Map<string, Uint8Array>();
  const extract = tar.extract();
  const source = Readable.from([file]);
  source.on('error', (error) => extract.destroy(error));
  source.pipe(extract);
  try {
    for await (const entry of extract) {
      const { name, type } = entry.header;
      if (type !== 'file') throw new NotAnArchive(`"${name}" is a ${type ?? 'thing'}, not a plain file`);
      if (entries.has(name)) throw new NotAnArchive(`"${name}" is in it twice`);
      if (entries.size >= MOST_ENTRIES) throw new NotAnArchive(`it has more than ${MOST_ENTRIES} entries`);
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      entries.set(name, Buffer.concat(chunks));
    }
  } catch (error) {
    if (error instanceof NotAnArchive) throw error;
    throw new NotAnArchive('it is no tar file, or is cut off or damaged');
  } finally {
    source.destroy();
    extract.destroy();
  }
  if (entries.size === 0) throw new NotAnArchive('it is empty, or no tar file');
  return entries;
}

/** A tar file of these entries; equal entries give equal bytes. */
export function pack(entries: readonly (readonly [name: string, bytes: Uint8Array])[]): Readable {
  const stream = tar.pack();
  for (const [name, bytes] of entries) {
    stream.entry({ name, mtime: new Date(0), mode: 0o600 }, Buffer.from(bytes));
  }
  stream.finalize();
  return Readable.from(stream);
}
