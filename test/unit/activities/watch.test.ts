import { describe, expect, it, jest } from '@jest/globals';
import { CancelledFailure } from '@temporalio/common';
import { untilNextLook, watch, type Look, type WatchTimings } from '../../../src/activities/watch.js';
import { aFault, aPatience, anEnvironment, inActivity, inTurn } from '../../support/fake-vsphere.js';

const TIMINGS = { pollMs: 2, awayMs: 30, usualMs: 50 } satisfies WatchTimings;
const working: Look<string> = { state: 'working', have: 'half of it' };
const done: Look<string> = { state: 'done', value: 'all of it' };
const failed: Look<string> = { state: 'failed', error: 'it broke' };
const away = aFault('passing');

const watched = (
  look: () => Promise<Look<string>>,
  patience = aPatience(),
  timings: WatchTimings = TIMINGS,
) => inActivity(() => watch(look, patience, timings));

describe('watch', () => {
  it('looks until the work is done and says when it was noticed', async () => {
    const before = Date.now();
    const end = await watched(inTurn<Look<string>>(working, working, done));
    expect(end).toMatchObject({ state: 'done', value: 'all of it' });
    if (end.state !== 'done') throw new Error('unreachable');
    expect(end.startedAtMs).toBeGreaterThanOrEqual(before);
    expect(end.noticedAtMs).toBeGreaterThanOrEqual(end.startedAtMs);
  });

  it('answers a failure at once', async () => {
    expect(await watched(inTurn<Look<string>>(failed, done))).toEqual({ state: 'failed', error: 'it broke' });
  });

  it('DG-14: lost work may still bring its state; it has failed when its usual time is over', async () => {
    const lost: Look<string> = { state: 'lost', error: 'the task is forgotten' };
    expect(await watched(inTurn<Look<string>>(lost, lost, done))).toMatchObject({ state: 'done' });
    expect(await watched(inTurn<Look<string>>(lost))).toEqual({
      state: 'failed',
      error: 'the task is forgotten',
    });
    const late = aPatience({ sinceMs: Date.now() - 1_000 });
    expect(await watched(inTurn<Look<string>>(lost, done), late)).toMatchObject({ state: 'failed' });
    const handedOver = { ...late, handedOver: true };
    expect(await watched(inTurn<Look<string>>(lost, done), handedOver)).toMatchObject({ state: 'done' });
  });

  it('says `away` after the limit of silence, not before', async () => {
    const begin = Date.now();
    expect(await watched(inTurn<Look<string>>(away))).toEqual({ state: 'away', problem: away.message });
    expect(Date.now() - begin).toBeGreaterThanOrEqual(TIMINGS.awayMs - 2);
  });

  it('a short silence ends nothing, and the next one counts from its own beginning', async () => {
    let now = 0;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
    const answer = inTurn<Look<string>>(away, away, working, away, away, working, away, away, done);
    const look = async () => {
      now += 20;
      return answer();
    };
    try {
      expect((await watched(look)).state).toBe('done');
    } finally {
      clock.mockRestore();
    }
  });

  it('a patient watch waits for the return, however long the silence and past every limit', async () => {
    const silence = Array.from({ length: 10 }, () => away);
    const patience = aPatience({ patient: true, limitSeconds: 0 });
    const end = await watched(inTurn<Look<string>>(...silence, done), patience, {
      pollMs: 2,
      awayMs: 0,
      usualMs: 0,
    });
    expect(end.state).toBe('done');
  });

  it('a patient watch says when the server is back and the work goes on', async () => {
    const look = inTurn<Look<string>>(away, away, working);
    expect(await watched(look, aPatience({ patient: true }))).toEqual({ state: 'back' });
  });

  it('says `overdue` with the last reading once the limit has passed', async () => {
    const patience = aPatience({ sinceMs: Date.now() - 61_000, limitSeconds: 60 });
    expect(await watched(inTurn<Look<string>>(working), patience)).toEqual({
      state: 'overdue',
      have: 'half of it',
    });
  });

  it('the limit counts from the start of the work: a repeated watch does not begin anew', async () => {
    const patience = aPatience({ sinceMs: Date.now() - 59_000, limitSeconds: 60 });
    expect((await watched(inTurn<Look<string>>(working, working, done), patience)).state).toBe('done');
  });

  it('done at the last moment is done, not overdue', async () => {
    const patience = aPatience({ sinceMs: 0, limitSeconds: 1 });
    expect((await watched(inTurn<Look<string>>(done), patience)).state).toBe('done');
  });

  it('the limit holds in a silence that is expected, too', async () => {
    const patience = aPatience({ sinceMs: 0, limitSeconds: 1 });
    const end = await watched(inTurn<Look<string>>(away), patience, { pollMs: 2, usualMs: 0 });
    expect(end).toEqual({ state: 'overdue', have: away.message });
  });

  it('DG-14: in any other silence the server is away, and nobody could see whether the work is late', async () => {
    const patience = aPatience({ sinceMs: 0, limitSeconds: 1 });
    const end = await watched(inTurn<Look<string>>(away), patience);
    expect(end).toEqual({ state: 'away', problem: away.message });
  });

  it('handed over to a person, a failure is work in progress: only the wanted state ends it', async () => {
    const { run, seen } = anEnvironment();
    const look = inTurn<Look<string>>(failed, failed, done);
    const end = await run(() => watch(look, aPatience({ handedOver: true }), TIMINGS));
    expect(end.state).toBe('done');
    expect(seen).toEqual([{ have: 'it broke' }, { have: 'it broke' }]);
  });

  it.each(['refused', 'not-found', 'invalid', 'state', 'protocol', 'unknown-outcome'] as const)(
    'a fault of kind %s is thrown, not waited out',
    async (kind) => {
      const fault = aFault(kind);
      await expect(watched(inTurn<Look<string>>(working, fault))).rejects.toBe(fault);
    },
  );

  it('an error that is no fault of vSphere is thrown', async () => {
    await expect(watched(inTurn<Look<string>>(new TypeError('a bug')))).rejects.toThrow('a bug');
  });

  it('heartbeats carry what was read last, also the problem of a silent server', async () => {
    const { run, seen } = anEnvironment();
    await run(() => watch(inTurn<Look<string>>(working, away, done), aPatience(), TIMINGS));
    expect(seen).toEqual([{ have: 'half of it' }, { have: away.message }]);
  });

  it.each([
    ['between two looks', inTurn<Look<string>>(working), false],
    ['while the server is silent', inTurn<Look<string>>(away), true],
  ])('cancellation ends it %s', async (_, look, patient) => {
    const { env, run, cancel } = anEnvironment();
    const ended = run(() => watch(look, aPatience({ patient }), { pollMs: 60_000, awayMs: 1, usualMs: 0 }));
    env.once('heartbeat', cancel);
    await expect(ended).rejects.toThrow(CancelledFailure);
  });
});

describe('the next look', () => {
  it.each`
    now        | pollMs | ms
    ${40_000}  | ${40}  | ${40}
    ${40_001}  | ${40}  | ${39}
    ${40_020}  | ${40}  | ${20}
    ${40_021}  | ${40}  | ${59}
    ${40_039}  | ${40}  | ${41}
    ${123_456} | ${0}   | ${0}
  `('at $now, every $pollMs ms, is $ms ms away: all look at the same moments', ({ now, pollMs, ms }) => {
    expect(untilNextLook(Number(now), Number(pollMs))).toBe(ms);
  });
});
