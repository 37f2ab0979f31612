import { expect, it } from '@jest/globals';
import { clock, duration, timestamp } from '../../../../src/cli/render/time.js';

it.each([
  [-5, '0 s'],
  [0.4, '0 s'],
  [89, '89 s'],
  [90, '2 min'],
  [3_569, '59 min'],
  [3_599, '1 h 00 min'],
  [3_900, '1 h 05 min'],
  [172_800, '2 d 0 h'],
  [2_592_000, '30 d 0 h'],
])('%d seconds are written as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

it('times stay UTC and lose what nobody reads', () => {
  expect(timestamp('2026-11-24T14:02:31.123Z')).toBe('2026-11-24 14:02:31Z');
  expect(clock('2026-11-24T14:02:31.123Z')).toBe('14:02:31Z');
});
