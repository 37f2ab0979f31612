import { describe, expect, it } from '@jest/globals';
import { cellName, CELLS } from '../../chaos/atlas.js';
import { readOptions, UsageError } from '../../chaos/options.js';
import { cellNamed, commandOf, sweepPlans } from '../../chaos/sweep.js';

describe('a sweep of cells that seeds left empty', () => {
  it('strikes each of them once, at a place of its own in its run', () => {
    const plans = sweepPlans(CELLS);
    const strikes = plans.flatMap((plan) => plan.strikes);
    expect(strikes.map(cellName).toSorted()).toEqual(CELLS.map(cellName).toSorted());
    for (const plan of plans) {
      const places = plan.strikes.map(
        ({ effect, target, occurrence }) => `${effect} ${target} ${occurrence}`,
      );
      expect(new Set(places).size).toBe(places.length);
      expect(plan.faults).toEqual([]);
    }
  });

  it('needs no run when nothing is empty', () => {
    expect(sweepPlans([])).toEqual([]);
  });

  it('is repeated by a command that plays the same strikes', () => {
    const [plan] = sweepPlans(CELLS.slice(0, 3));
    if (plan === undefined) throw new Error('no plan');
    const [, list = ''] = commandOf(plan).split('--cells ');
    expect(sweepPlans(readOptions(['--cells', list]).cells ?? [])).toEqual([plan]);
  });

  it('refuses a name that is no cell, and says what one looks like', () => {
    expect(() => readOptions(['--cells', 'apply/kill-worker/never'])).toThrow(UsageError);
    expect(() => cellNamed('x')).toThrow('there is no cell "x"; one of them is "');
  });
});
