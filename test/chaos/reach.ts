import { cellName, CELLS, POINTS, rareBecause, STRIKE_KINDS, type Cell } from './atlas.js';
import { EFFECT_NAMES } from './effects.js';
import type { Struck } from './injector.js';

/** How often each cell of the matrix was reached. */
export interface Reach {
  readonly counts: ReadonlyMap<string, number>;
  readonly empty: readonly Cell[];
}

export function reachOf(struck: readonly Struck[]): Reach {
  const counts = new Map<string, number>(CELLS.map((cell) => [cellName(cell), 0]));
  for (const { strike } of struck) counts.set(cellName(strike), (counts.get(cellName(strike)) ?? 0) + 1);
  return { counts, empty: CELLS.filter((cell) => counts.get(cellName(cell)) === 0) };
}

/** Cells that are empty without a written reason. */
export const missedCells = ({ empty }: Reach): Cell[] =>
  empty.filter((cell) => rareBecause(cell) === undefined);

/** The matrix as text: per effect and kind, how often before / after / with a lost answer. */
export function reachLines({ counts, empty }: Reach): string[] {
  const width = Math.max(...STRIKE_KINDS.map((kind) => kind.length)) + 1;
  const row = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(12)}${cells.map((cell) => cell.padStart(width)).join('')}`.trimEnd();
  return [
    'Reach: how often each effect was struck before / after / with a lost answer',
    row('', STRIKE_KINDS),
    ...EFFECT_NAMES.map((effect) =>
      row(
        effect,
        STRIKE_KINDS.map((kind) =>
          POINTS.map((point) => counts.get(cellName({ effect, kind, point })) ?? 0).join('/'),
        ),
      ),
    ),
    `empty cells: ${empty.length} of ${CELLS.length}`,
    ...empty.map((cell) => `  ${cellName(cell)}${rareText(cell)}`),
  ];
}

const rareText = (cell: Cell): string => {
  const reason = rareBecause(cell);
  return reason === undefined ? '' : ` (rare: ${reason})`;
};
