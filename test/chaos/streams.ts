import { createStreams } from '../../src/lab/world/random.js';

/** Draws of one run. Each purpose and each subject has a stream of its own: one draw more moves no other. */
export interface Draws {
  /** True with this probability. */
  chance(purpose: string, subject: string, probability: number): boolean;
  /** Whole number from `low` to `high`, both included. */
  between(purpose: string, subject: string, low: number, high: number): number;
  pick<T>(purpose: string, subject: string, from: readonly [T, ...T[]]): T;
}

export function createDraws(seed: number): Draws {
  const streams = createStreams(seed);
  const draw = (purpose: string, subject: string): number => streams.stream(`chaos-${purpose}`, subject)();
  const between: Draws['between'] = (purpose, subject, low, high) =>
    low + Math.floor(draw(purpose, subject) * (high - low + 1));
  return {
    chance: (purpose, subject, probability) => draw(purpose, subject) < probability,
    between,
    pick: (purpose, subject, from) => from[between(purpose, subject, 0, from.length - 1)] ?? from[0],
  };
}
