import { describe, expect, it } from '@jest/globals';
import { CELLS, POINTS, STRIKE_KINDS } from '../../chaos/atlas.js';
import { drawRun } from '../../chaos/draw.js';
import { planOf } from '../../chaos/fixed-plans.js';
import { Topology } from '../../../src/lab/topology/schema.js';

describe('what a seed draws', () => {
  it('is the same each time, and another for another seed', () => {
    expect(planOf(5, undefined)).toEqual(planOf(5, undefined));
    expect(planOf(5, undefined)).not.toEqual(planOf(6, undefined));
  });

  it('reaches every cell of the matrix in any row of seeds as long as kinds times points', () => {
    const seeds = Array.from({ length: STRIKE_KINDS.length * POINTS.length }, (_, index) => 41 + index);
    const drawn = new Set(
      seeds.flatMap((seed) =>
        drawRun(seed).strikes.map(({ effect, kind, point }) => `${effect}/${kind}/${point}`),
      ),
    );
    expect(drawn.size).toBe(CELLS.length);
  });

  it('is an estate that the lab accepts', () => {
    for (let seed = 0; seed < 50; seed += 1)
      expect(() => Topology.parse(drawRun(seed).topology)).not.toThrow();
  });
});
