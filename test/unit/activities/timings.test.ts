import { expect, it } from '@jest/globals';
import { silentTimingsFor, timingsFor } from '../../../src/activities/timings.js';
import { DURATIONS } from '../../../src/domain/durations.js';

it('in production, looks, silence and usual times are counted in the wall clock’s seconds', () => {
  expect(timingsFor('fullBoot', { timeScale: 1 })).toEqual({
    pollMs: DURATIONS.fullBoot.pollSeconds * 1000,
    awayMs: 60_000,
    usualMs: DURATIONS.fullBoot.expectedSeconds * 1000,
  });
});

it('a faster clock shortens all', () => {
  expect(timingsFor('fullBoot', { timeScale: 10 })).toEqual({
    pollMs: DURATIONS.fullBoot.pollSeconds * 100,
    awayMs: 6_000,
    usualMs: DURATIONS.fullBoot.expectedSeconds * 100,
  });
});

it('however fast the clock, a vCenter is not asked without pause, nor called away after one lost answer', () => {
  const { pollMs, awayMs } = timingsFor('attestation', { timeScale: 1_000_000 });
  expect(pollMs).toBeGreaterThanOrEqual(20);
  expect(awayMs).toBeGreaterThanOrEqual(1_000);
});

it('where silence is part of the work, it has no end of its own', () => {
  const { awayMs: _, ...rest } = timingsFor('installVCenter', { timeScale: 10 });
  expect(silentTimingsFor('installVCenter', { timeScale: 10 })).toEqual(rest);
});

it('a configured time between two looks is kept', () => {
  const durations = { ...DURATIONS, fullBoot: { ...DURATIONS.fullBoot, pollSeconds: 120 } };
  expect(timingsFor('fullBoot', { timeScale: 1, durations }).pollMs).toBe(120_000);
});
