import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const COVERED: Readonly<Record<string, readonly number[]>> = {
  IMG: [1, 2, 3, 4, 5],
  ORD: [1, 2, 3, 4, 5, 6, 7, 8],
  QB: [1, 2, 3, 4],
  BAK: [1, 2, 3],
  ATT: [1, 2, 3],
  INV: [1, 2, 3, 4, 5, 6],
  REC: [0, 1, 2, 3, 4, 5],
  DG: [1, 2, 3, 4, 6, 7, 8, 9, 11, 13, 14, 15, 16, 17],
};
const ids = Object.entries(COVERED).flatMap(([family, numbers]) =>
  numbers.map((number) => `${family}-${number}`),
);

/** Text of all TypeScript files under a folder. */
function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('rule-coverage.test.ts'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n');
}
const tagged = new Set(
  [...textOf('src/domain').matchAll(/@rule ([^\n]*)/g)].flatMap(
    ([, tags]) => tags?.match(/[A-Z]+-\d+/g) ?? [],
  ),
);
const tests = textOf('test/unit/domain');

describe('every rule of the first release is enforced somewhere and tested under its name', () => {
  it.each(ids)('%s', (id) => {
    expect(tagged).toContain(id);
    expect(tests).toMatch(new RegExp(`['" ]${id}[:,']`));
  });
});
