import { readFile, stat } from 'node:fs/promises';
import { MOST_IMAGE_FILE_BYTES, type UploadedImage } from '../contract/index.js';
import type { Context } from './context.js';
import { CliError, EXIT } from './exit.js';

/**
 * Hands a base-image file in: the service reads it to its end and archives it for the estate.
 *
 * @param esxVersion - version that it must belong to; undefined = the one that the file names
 * @throws {CliError} when it cannot be read or is larger than such files are
 */
export async function handInImageFile(
  context: Context,
  { estate, file, esxVersion }: { estate: string; file: string; esxVersion?: string },
): Promise<UploadedImage> {
  const bytes = await bytesOf(file);
  return (await context.api()).uploadImage(estate, bytes, esxVersion);
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= MOST_IMAGE_FILE_BYTES) return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliError(EXIT.usage, `The file ${file} cannot be read (${code ?? message}).`);
  }
  throw new CliError(
    EXIT.usage,
    `${file} has more than ${MOST_IMAGE_FILE_BYTES} bytes: it is no base-image file.`,
  );
}
