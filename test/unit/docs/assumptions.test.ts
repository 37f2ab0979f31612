import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { assumptionList } from '../../../src/lab/topology/assumptions.js';

const DOCUMENT = new URL('../../../docs/reference/lab-differences.md', import.meta.url);

/** Cells of the rows whose first cell is a name in backticks, below the heading. */
function documented(): string[][] {
  const section = readFileSync(DOCUMENT, 'utf8').split('\n## Assumptions\n')[1] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

it('docs/reference/lab-differences.md lists every assumption with its alternatives and source, in order', () => {
  const rows = documented();
  expect(rows.map(([name, alternatives, source]) => [name, alternatives, source])).toEqual(
    assumptionList.map(({ name, alternatives, source }) => [
      `\`${name}\``,
      alternatives.map((value) => `\`${value}\``).join(', '),
      source,
    ]),
  );
});

it('says for each what the product does', () => {
  for (const [name, , , does = ''] of documented()) expect(`${name} ${does}`).toMatch(/^\S+ \w.{8,}/);
});
