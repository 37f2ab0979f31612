import { cellName, CELLS, type Cell } from './atlas.js';
import { timesIn, type RunPlan, type Strike } from './draw.js';
import { EFFECT_NAMES, EFFECTS, type EffectName } from './effects.js';
import { calmPlan } from './fixed-plans.js';

/** A place where the estate of a calm run has an effect. */
interface Place {
  readonly target: string;
  readonly occurrence: number;
}

/** Lab seconds until a victim of a sweep is back: long enough to be missed, short beside an upgrade. */
const BACK_AFTER_SECONDS = 240;
/** So many strikes share a run: more of them and an estate as small as this one has no quiet moment left. */
const MOST_STRIKES = 16;

/** What repeats one run. */
export const commandOf = ({ seed, strikes, isSweep }: RunPlan, speed?: number): string =>
  isSweep === true
    ? `npm run chaos -- --cells ${strikes.map(cellName).join(',')}`
    : `npm run chaos -- --seed ${seed} --runs 1${speed === undefined ? '' : ` --speed ${speed}`}`;

/** @throws Error naming what is no cell of the matrix */
export function cellNamed(name: string): Cell {
  const cell = CELLS.find((one) => cellName(one) === name);
  if (cell === undefined)
    throw new Error(`there is no cell "${name}"; one of them is "apply/kill-worker/after"`);
  return cell;
}

/**
 * Plans that strike exactly these cells and have no other trouble, so that every effect comes: what seeds left empty,
 * because their runs were given up or parked before.
 */
export function sweepPlans(cells: readonly Cell[]): RunPlan[] {
  const plans: RunPlan[] = [];
  let left = [...cells];
  while (left.length > 0) {
    const strikes = strikesOf(left);
    plans.push({ ...calmPlan(), strikes, isSweep: true });
    const taken = new Set(strikes.map(cellName));
    left = left.filter((cell) => !taken.has(cellName(cell)));
  }
  return plans;
}

/** As many of the cells as one run has places for. */
function strikesOf(cells: readonly Cell[]): Strike[] {
  const free = new Map<EffectName, Place[]>(EFFECT_NAMES.map((effect) => [effect, placesOf(effect)]));
  return cells
    .flatMap((cell): Strike[] => {
      const place = free.get(cell.effect)?.shift();
      if (place === undefined) return [];
      return [{ ...cell, ...place, id: cellName(cell), backAfterSeconds: BACK_AFTER_SECONDS }];
    })
    .slice(0, MOST_STRIKES);
}

/** Where a run that nothing disturbs has the effect. */
function placesOf(effect: EffectName): Place[] {
  return calmPlan().topology.vcenters.flatMap((vcenter) => {
    if (EFFECTS[effect].per === 'authority' && vcenter.role !== 'authority') return [];
    const target = vcenter.name;
    return Array.from({ length: timesIn(vcenter, effect) }, (_, index) => ({
      target,
      occurrence: index + 1,
    }));
  });
}
