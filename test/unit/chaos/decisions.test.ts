import { describe, expect, it } from '@jest/globals';
import { drawDecision, type Knowledge, type Parking } from '../../chaos/decisions.js';
import { createDraws } from '../../chaos/streams.js';

const parking = (...choices: Parking['choices'][number]['choice'][]): Parking => ({
  subject: 'esx1',
  kind: 'host',
  workflowId: 'w',
  since: '2024-01-01T00:00:00Z',
  step: 'remediation',
  problem: 'p',
  failureClass: 'c',
  rule: 'ORD-3',
  messages: [],
  logFiles: [],
  choices: choices.map((choice) => ({
    choice,
    text: 't',
    ...(choice === 'retry-from' ? { from: ['guards', 'evacuation'] } : {}),
  })),
});

const knowing = (seed: number, more: Partial<Knowledge> = {}): Knowledge => ({
  draws: createDraws(seed),
  times: 0,
  isPermanent: false,
  isByHand: false,
  isLate: false,
  ...more,
});

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const drawn = (of: Parking, more: Partial<Knowledge> = {}) =>
  SEEDS.map((seed) => drawDecision(of, knowing(seed, more)));

describe('what the automatic operator decides', () => {
  it('only what is offered, and a safe point that is offered with it', () => {
    for (const decision of drawn(parking('retry', 'retry-from', 'abort'))) {
      expect(['retry', 'retry-from', 'abort']).toContain(decision?.choice);
      if (decision?.choice === 'retry-from') expect(['guards', 'evacuation']).toContain(decision.from);
      else expect(decision).not.toHaveProperty('from');
    }
  });

  it('every choice is drawn in some run, abort rarely', () => {
    const choices = drawn(parking('retry', 'retry-from', 'verify', 'skip', 'take-over', 'abort')).map(
      (decision) => decision?.choice,
    );
    expect(new Set(choices)).toEqual(
      new Set(['retry', 'retry-from', 'verify', 'skip', 'take-over', 'abort']),
    );
    expect(choices.filter((choice) => choice === 'abort').length).toBeLessThan(SEEDS.length / 10);
  });

  it('what was taken over is given back', () => {
    expect(new Set(drawn(parking('give-back', 'skip', 'abort')).map((it) => it?.choice))).toEqual(
      new Set(['give-back']),
    );
  });

  it('what nobody can repair is skipped where that is offered, or stays parked', () => {
    const of = (...choices: Parameters<typeof parking>) =>
      new Set(drawn(parking(...choices), { isPermanent: true }).map((it) => it?.choice));
    expect(of('retry', 'skip')).toEqual(new Set(['skip', undefined]));
    expect(of('retry')).toEqual(new Set([undefined]));
  });

  it('once faults are over it only does what helps', () => {
    const of = (isByHand: boolean) =>
      new Set(
        drawn(parking('retry', 'verify', 'skip', 'abort'), { isLate: true, isByHand }).map(
          (it) => it?.choice,
        ),
      );
    expect([of(false), of(true)]).toEqual([new Set(['retry']), new Set(['verify'])]);
  });
});
