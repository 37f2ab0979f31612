import { readFile } from 'node:fs/promises';
import { parseEstateFile } from '../../api/estate-file.js';
import { ApiProblem } from '../../api/problems.js';
import type { Estate } from '../../domain/model/estate.js';

/** A mistake of the caller; printed without a stack. */
export class ProbeUsageError extends Error {}

/** The estate that a file describes. @throws ProbeUsageError naming line, pointer, what was found and what is allowed */
export async function readEstateFile(file: string): Promise<Estate> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ProbeUsageError(`${file} cannot be read (${error.code ?? 'unknown reason'}).`);
  });
  try {
    return parseEstateFile(text).estate;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const lines = (error.details.errors ?? []).map(({ line, column, pointer, message }) => {
      const place = line === undefined ? file : `${file}:${line}${column === undefined ? '' : `:${column}`}`;
      return `${place}: ${pointer ? `${pointer}: ` : ''}${message}`;
    });
    throw new ProbeUsageError([error.message, ...lines].join('\n'));
  }
}
