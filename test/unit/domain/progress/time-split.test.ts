import { describe, expect, it } from '@jest/globals';
import type { RunEvent, RunStatus } from '../../../../src/domain/model/run.js';
import type { WaitingKind } from '../../../../src/domain/model/waiting.js';
import {
  advance,
  beginTime,
  spend,
  timeCategory,
  type RunEventData,
  type RunEventType,
} from '../../../../src/domain/progress/index.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const begun: RunStatus = {
  runId: 'r',
  estate: 'e',
  planHash: 'p',
  requestedBy: 'ina',
  state: 'starting',
  startedAt: at(0),
  tiers: [{ kind: 'authority-hosts', state: 'planned', total: 2, done: 0 }],
  gates: [{ id: 'begin', title: 'begin', rule: 'DG-2', state: 'planned' }],
  waitingOn: [],
  debts: [],
};
const event = <T extends RunEventType>(minute: number, type: T, data: RunEventData[T]): RunEvent => ({
  runId: 'r',
  workflowId: 'w',
  seq: minute,
  at: at(minute),
  type,
  subject: 's',
  text: 't',
  data: { ...data },
});
const after = (...events: RunEvent[]) => events.reduce(advance, begun);
const request = { id: '1', by: 'olga', reason: 'r' };
const decision = { ...request, gate: 'begin', verdict: 'approved' as const, planHash: 'p' };
const away = (kind: WaitingKind) => [
  { kind, subject: 's', since: at(0), have: '', need: '', rule: 'DG-2', youMay: [] },
];
const tier = 'authority-hosts' as const;

describe('where the time goes', () => {
  it.each<[WaitingKind, string]>([
    ['gate', 'people'],
    ['foreign-activity', 'people'],
    ['vcenter-away', 'vcenter'],
    ['evacuation', 'working'],
    ['trusted-host-unattested', 'working'],
  ])('a wait for %s is time of %s', (kind, category) => {
    expect(timeCategory({ kind })).toBe(category);
  });

  it('is split by what was waited for, in run and tier', () => {
    const status = after(
      event(0, 'run.started', {}),
      event(1, 'gate.opened', { gate: 'begin', evidence: [] }),
      event(11, 'gate.decided', { decision }),
      event(12, 'tier.started', { tier }),
      event(20, 'waiting', { waitingOn: away('vcenter-away') }),
      event(50, 'waiting', { waitingOn: [] }),
      event(60, 'subject.parked', { subject: 'esx' }),
      event(65, 'subject.unparked', { subject: 'esx' }),
      event(70, 'run.paused', { request }),
      event(90, 'run.resumed', { request }),
      event(100, 'tier.ended', { tier, state: 'done' }),
      event(110, 'run.ended', { state: 'succeeded' }),
      event(200, 'debt', { debt: { kind: 'image-kept', subject: 's', rule: 'QB-4', text: 't' } }),
    );
    expect(status.time).toEqual({
      working: (110 - 10 - 30 - 5 - 20) * 60,
      people: (10 + 5 + 20) * 60,
      vcenter: 30 * 60,
      window: 0,
      at: at(110),
      now: null,
    });
    expect(status.tiers[0]?.time).toEqual({
      working: (88 - 30 - 25) * 60,
      people: 25 * 60,
      vcenter: 30 * 60,
      window: 0,
      at: at(100),
      now: null,
    });
  });

  it('a clock that goes back takes nothing away', () => {
    expect(spend(beginTime(at(5)), at(3), 'people')).toMatchObject({ working: 0, now: 'people' });
  });
});

describe('the main reason goes with the list', () => {
  it('is set, changed and taken away', () => {
    const waiting = after(event(1, 'waiting', { waitingOn: away('vcenter-away') }));
    expect(waiting.reason?.kind).toBe('vcenter-away');
    expect(advance(waiting, event(2, 'waiting', { waitingOn: [] })).reason).toBeUndefined();
    expect(advance(waiting, event(2, 'run.ended', { state: 'failed' })).reason).toBeUndefined();
  });
});
