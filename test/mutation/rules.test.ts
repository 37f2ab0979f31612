import { jest } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All unit tests of the rules in one file: only mutation testing uses it, which runs once per mutant, and most of such a
 * run would be the loading of the same modules for each file anew.
 */
const folder = join(import.meta.dirname, '../unit/domain');
/** These judge documents and the text of files, not rules. */
const OF_DOCUMENTS = ['reference-docs.test.ts', 'rule-book'];
/** Most mutants are detected by the tests of their own folder, so these come first. */
const FIRST = ['attestation', 'planning', 'recovery'];
const rank = (file: string): number => (FIRST.some((name) => file.startsWith(name)) ? 0 : 1);

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !OF_DOCUMENTS.some((name) => file.startsWith(name)))
  .toSorted((one, other) => rank(one) - rank(other));
for (const file of files) jest.requireActual(join(folder, file));
