import { createHash } from 'node:crypto';
import { access, constants, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Recorded } from '../../probe/recording/index.js';

/** Why a file cannot be written, to be said before an hour of reading; undefined = it can. */
export async function whyNotWritable(file: string): Promise<string | undefined> {
  const folder = dirname(file);
  const refused = await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => error);
  return refused
    ? `${file} cannot be written: folder ${folder}: ${refused.code ?? 'unknown reason'}.`
    : undefined;
}

/** Both files are whole or not there, and nobody else can read them. */
async function writePrivate(file: string, text: string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    await writeFile(partial, text, { mode: 0o600, flag: 'wx' });
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Writes the recording and, where a file is named for it, what its pseudonyms stand for. */
export async function writeRecording(
  { recording, names }: Recorded,
  { out, namesFile }: { readonly out: string; readonly namesFile: string | undefined },
): Promise<void> {
  const text = `${JSON.stringify(recording, null, 2)}\n`;
  if (namesFile !== undefined) {
    const hash = createHash('sha256').update(text).digest('hex');
    const kept = { format: 'vta-recording-names', version: 1, recording: hash, names };
    await writePrivate(namesFile, `${JSON.stringify(kept, null, 2)}\n`);
  }
  await writePrivate(out, text);
}
