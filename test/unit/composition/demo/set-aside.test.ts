import { expect, it } from '@jest/globals';
import type { RunEvent } from '../../../../src/cli/client/types.js';
import { factsOf, setAsideOf } from '../../../../src/composition/demo/set-aside.js';

/** Wall time in seconds; the lab began at hour 10 and runs 3600 times as fast. */
const wall = (seconds: number): string => new Date(Date.UTC(2025, 0, 1) + seconds * 1000).toISOString();
const lab = (hours: number): string => new Date(Date.UTC(2025, 0, 1) + hours * 3_600_000).toISOString();
const times = [
  { wallTime: wall(0), labTime: lab(10) },
  { wallTime: wall(50), labTime: lab(60) },
  { wallTime: wall(100), labTime: lab(110) },
];

let position = 0;
const event = (at: number, type: string, data: Record<string, unknown>): RunEvent => ({
  position: (position += 1),
  runId: 'r-1',
  workflowId: 'upgrade/lab',
  seq: position,
  at: wall(at),
  type,
  subject: 'esx1',
  text: type,
  data,
});
const parked = (at: number, since: number, kind = 'host') =>
  event(at, 'subject.parked', { subject: 'esx1', parking: { kind, since: wall(since) } });
const decided = (at: number, choice: string) =>
  event(at, 'subject.decided', { decision: { subject: 'esx1', choice } });
const unparked = (at: number) => event(at, 'subject.unparked', { subject: 'esx1' });

it('a host is set aside from its parking until the run tells that it goes on, and a moment longer', () => {
  expect(setAsideOf([parked(11, 10), decided(19, 'retry'), unparked(20), parked(41, 40)], times)).toEqual([
    { host: 'esx1', from: lab(20), known: lab(23), to: lab(32) },
    { host: 'esx1', from: lab(50), known: lab(53) },
  ]);
});

it('a host that is handed over stays set aside, one that is skipped to the end', () => {
  const handed = [parked(11, 10), decided(12, 'take-over'), parked(13, 13)];
  expect(setAsideOf([...handed, decided(29, 'verify'), unparked(30)], times)).toEqual([
    { host: 'esx1', from: lab(20), known: lab(23), to: lab(42) },
  ]);
  expect(setAsideOf([...handed, decided(29, 'skip'), unparked(30)], times)).toEqual([
    { host: 'esx1', from: lab(20), known: lab(23) },
  ]);
});

it('a failure counts no more from the approval of the gate that named it', () => {
  const gate = (id: string, verdict: string) => [
    event(15, 'gate.opened', {
      gate: id,
      evidence: [],
      ...(id === 'begin' ? {} : { hosts: ['esx1', 'esx2'] }),
    }),
    event(20, 'gate.decided', { decision: { gate: id, verdict } }),
  ];
  const accepted = (...events: RunEvent[]) => setAsideOf([parked(11, 10), ...events], times)[0]?.accepted;
  expect(accepted(...gate('hold/trusted-hosts', 'approved'))).toBe(lab(30));
  expect(accepted(...gate('hold/trusted-hosts', 'rejected'))).toBeUndefined();
  expect(accepted(...gate('begin', 'approved'))).toBeUndefined();
});

it('what is parked and no host is nothing to the referee', () => {
  expect(setAsideOf([parked(11, 10, 'vcenter'), unparked(20)], times)).toEqual([]);
});

it('a moment after the last entry of the journal is after it in the lab', () => {
  expect(setAsideOf([parked(101, 101)], times)[0]?.from).toBe('2025-01-05T14:00:01.000Z');
});

it('tells the failure budgets by count', () => {
  const budget = (count: number) => ({ count, percent: 100 });
  const failureBudget = { authority: budget(0), trusted: budget(3), perCluster: budget(2) };
  const limits = { concurrency: { perCluster: 1, perVCenter: 1, global: 1 }, failureBudget };
  expect(factsOf({ limits }, [], times).failureBudget).toEqual({ trusted: 3, perCluster: 2 });
  expect(factsOf({}, [], times)).toEqual({ setAside: [] });
});
