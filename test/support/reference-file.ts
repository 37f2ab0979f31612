import { readFile, writeFile } from 'node:fs/promises';
import { expect } from '@jest/globals';

/**
 * Compares a generated reference with the file that is committed. `UPDATE_REFERENCE=1` writes the file instead, for
 * whoever changed what it is generated from.
 */
export async function expectReference(path: string, generated: string): Promise<void> {
  const file = new URL(`../../${path}`, import.meta.url);
  if (process.env['UPDATE_REFERENCE'] === '1') await writeFile(file, generated);
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed !== generated)
    throw new Error(`${path} is not current; run its test with UPDATE_REFERENCE=1`);
  expect(committed).toBe(generated);
}
