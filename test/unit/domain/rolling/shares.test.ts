import { describe, expect, it } from '@jest/globals';
import { shareOut, type Sharer } from '../../../../src/domain/rolling/index.js';
import { DEFAULT_LIMITS } from '../../../../src/domain/model/limits.js';

const one = (vcenter: string, change: Partial<Sharer> = {}): Sharer => ({
  vcenter,
  most: 3,
  held: 0,
  mayGrow: true,
  ...change,
});
const limits = (perVCenter: number, global: number) => ({
  ...DEFAULT_LIMITS,
  concurrency: { perCluster: 3, perVCenter, global },
});

describe('ORD-8: how clusters share what a run may have in hand', () => {
  it.each`
    situation                                                            | sharers                                              | perVCenter | global | shares
    ${'one by one'}                                                      | ${[one('x'), one('x'), one('y')]}                    | ${1}       | ${1}   | ${[1, 0, 0]}
    ${'in turn, not all to the first'}                                   | ${[one('x'), one('x'), one('x')]}                    | ${9}       | ${4}   | ${[2, 1, 1]}
    ${'no more per vCenter'}                                             | ${[one('x'), one('x'), one('y')]}                    | ${1}       | ${9}   | ${[1, 0, 1]}
    ${'no more than it can use'}                                         | ${[one('x', { most: 1 }), one('x')]}                 | ${9}       | ${9}   | ${[1, 3]}
    ${'only those that may grow'}                                        | ${[one('x'), one('x', { mayGrow: false })]}          | ${9}       | ${9}   | ${[3, 0]}
    ${'what it has it keeps'}                                            | ${[one('x'), one('x', { held: 2, mayGrow: false })]} | ${9}       | ${3}   | ${[1, 2]}
    ${'a lowered limit lowers, and nobody else gets what is still held'} | ${[one('x', { held: 3 }), one('x')]}                 | ${9}       | ${2}   | ${[2, 0]}
    ${'what a lowered cluster still holds is not given away'}            | ${[one('x', { held: 3, most: 1 }), one('y')]}        | ${9}       | ${3}   | ${[1, 0]}
    ${'once it is given back it is'}                                     | ${[one('x', { held: 1, most: 1 }), one('y')]}        | ${9}       | ${3}   | ${[1, 2]}
    ${'nobody'}                                                          | ${[]}                                                | ${1}       | ${1}   | ${[]}
  `('$situation', (row: object) => {
    const { sharers, perVCenter, global, shares } = row as {
      sharers: Sharer[];
      perVCenter: number;
      global: number;
      shares: number[];
    };
    expect(shareOut(sharers, limits(perVCenter, global))).toEqual(shares);
  });
});
