import Table from 'cli-table3';
import { clip, type Style } from './style.js';

const BARE = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map((part) => [part, '']),
);

/**
 * A table without frames: aligned columns under bold headings, two blanks between columns.
 *
 * When it would be wider than the terminal, the widest columns give way first and their texts are cut.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const widths = fit(
    headings.map((heading, column) =>
      Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
    ),
    style.width,
  );
  const drawn = new Table({
    chars: { ...BARE, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    head: headings.map((heading, column) => style.colors.bold(clip(heading, widths[column] ?? 0))),
  });
  for (const row of rows) drawn.push(row.map((cell, column) => clip(cell, widths[column] ?? cell.length)));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/**
 * Shrinks the widest column, one character at a time, until all fit; none falls below 6, and the first, which holds
 * what people type into the next command, stays whole.
 */
function fit(widths: number[], room: number): number[] {
  const fitted = [...widths];
  const gaps = 2 * (widths.length - 1);
  while (fitted.reduce((sum, width) => sum + width, gaps) > room) {
    const widest = fitted.lastIndexOf(Math.max(...fitted.slice(1)));
    if (widest < 1 || (fitted[widest] ?? 0) <= 6) break;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
  }
  return fitted;
}
