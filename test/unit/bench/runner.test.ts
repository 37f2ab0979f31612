import { describe, expect, it } from '@jest/globals';
import { allReached, chosen, measure, textOf, UnknownScenario } from '../../../bench/runner.js';
import type { Figure, Scenario } from '../../../bench/scenario.js';

const scenario = (name: string, ...figures: Figure[]): Scenario => ({
  name,
  about: `about ${name}`,
  measure: async () => figures,
});

describe('benchmarks', () => {
  const all = [scenario('one'), scenario('two')];

  it('without a name are all of them', () => {
    expect(chosen(all, [])).toBe(all);
    expect(chosen(all, ['two']).map(({ name }) => name)).toEqual(['two']);
  });

  it('an unknown name is refused with the list of those there are', () => {
    expect(() => chosen(all, ['one', 'three'])).toThrow(UnknownScenario);
    expect(() => chosen(all, ['one', 'three'])).toThrow(/three.*one: about one\n {2}two: about two/s);
  });

  it.each`
    value         | goal                | reached
    ${0.1}        | ${{ atMost: 0.1 }}  | ${true}
    ${0.11}       | ${{ atMost: 0.1 }}  | ${false}
    ${Number.NaN} | ${{ atMost: 0.1 }}  | ${false}
    ${5}          | ${{ atLeast: 5 }}   | ${true}
    ${4.9}        | ${{ atLeast: 5 }}   | ${false}
    ${Number.NaN} | ${{ atLeast: 0.1 }} | ${false}
  `('$value with the goal $goal: reached is $reached', async ({ value, goal, reached }) => {
    const figure = { what: 'it', value: Number(value), goal } as Figure;
    const outcome = await measure(scenario('one', { what: 'other', value: 1, unit: 'calls' }, figure));
    expect(allReached([outcome])).toBe(reached);
    expect(textOf(outcome)).toContain(reached ? 'reached)' : 'MISSED)');
    expect(textOf(outcome)).toContain('other: 1 calls\n');
  });
});
