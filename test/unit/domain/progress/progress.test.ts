import { describe, expect, it } from '@jest/globals';
import type { GateDecision, RunEvent, RunStatus } from '../../../../src/domain/model/run.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import {
  advance,
  beginStatus,
  whyNotAbort,
  whyNotDecide,
  whyNotPause,
  whyNotResume,
  type RunEventData,
  type RunEventType,
} from '../../../../src/domain/progress/index.js';
import { anEstate, anInventory, aRequest } from '../../../support/builders.js';

const plan = buildPlan({
  estate: anEstate(),
  estateHash: 'e',
  inventory: anInventory(),
  request: aRequest(),
});
const begun = beginStatus({
  runId: 'run-1',
  estate: 'sample',
  planHash: 'hash-1',
  plan,
  requestedBy: 'olga',
  startedAt: '2026-01-01T00:00:00Z',
});
const AT = '2026-01-01T01:00:00Z';

function event<T extends RunEventType>(type: T, data: RunEventData[T]): RunEvent {
  return {
    runId: 'run-1',
    workflowId: 'w',
    seq: 1,
    at: AT,
    type,
    subject: 's',
    text: 't',
    data,
  };
}
const after = (...events: RunEvent[]) => events.reduce(advance, begun);
const request = { id: 'r-1', by: 'olga', reason: 'because' };
const decision: GateDecision = {
  id: 'd-1',
  by: 'anna',
  reason: 'fine',
  gate: 'begin',
  verdict: 'approved',
  planHash: 'hash-1',
};
const started = event('run.started', {});
const opened = event('gate.opened', { gate: 'begin', evidence: ['0 blockers'] });
const approved = event('gate.decided', { decision });

describe('the status is a fold over events', () => {
  it('begins with every tier and gate of the plan', () => {
    expect(begun).toMatchObject({
      state: 'starting',
      tiers: [{ total: 1, done: 0 }, { total: 3 }, { total: 1 }, { total: 4 }],
    });
    expect(begun.gates.every(({ state }) => state === 'planned')).toBe(true);
  });

  it.each<[string, RunEvent[], RunStatus['state']]>([
    ['started', [started], 'running'],
    ['at a gate', [started, opened], 'waiting-for-gate'],
    ['after a gate', [started, opened, approved], 'running'],
    ['paused at a gate', [started, opened, event('run.paused', { request })], 'paused'],
    [
      'resumed at a gate',
      [started, opened, event('run.paused', { request }), event('run.resumed', { request })],
      'waiting-for-gate',
    ],
    ['a host parked', [started, event('subject.parked', { subject: 'esx-1' })], 'needs-operator'],
    [
      'the host decided',
      [
        started,
        event('subject.parked', { subject: 'esx-1' }),
        event('subject.unparked', { subject: 'esx-1' }),
      ],
      'running',
    ],
    [
      'aborting, though paused',
      [started, event('run.paused', { request }), event('run.aborting', { request })],
      'aborting',
    ],
    ['ended', [started, event('run.ended', { state: 'succeeded' })], 'succeeded'],
    [
      'nothing after the end',
      [event('run.ended', { state: 'rejected', outcome: 'no' }), started, opened],
      'rejected',
    ],
  ])('%s', (_, events, state) => {
    expect(after(...events).state).toBe(state);
  });

  it('keeps who decided a gate, when and why', () => {
    expect(after(opened, approved).gates[0]).toMatchObject({
      state: 'approved',
      openedAt: AT,
      decidedAt: AT,
      by: 'anna',
      reason: 'fine',
      decisionId: 'd-1',
      evidence: ['0 blockers'],
    });
    const needless = after(event('gate.not-needed', { gate: 'begin', reason: 'already trusted' }));
    expect(needless.gates[0]).toMatchObject({ state: 'not-needed', reason: 'already trusted' });
  });

  it('counts a tier up to its size', () => {
    const tier = 'authority-vcenter';
    const done = after(
      event('tier.started', { tier }),
      event('tier.progress', { tier }),
      event('tier.progress', { tier }),
      event('tier.ended', { tier, state: 'done' }),
    );
    expect(done.tiers[0]).toMatchObject({
      kind: tier,
      state: 'done',
      total: 1,
      done: 1,
      startedAt: AT,
      endedAt: AT,
    });
  });

  it('keeps the latest waiting list until the next, and none after the end', () => {
    const waitingOn = [
      {
        kind: 'gate' as const,
        subject: 'begin',
        since: AT,
        have: 'open',
        need: 'approved',
        rule: 'DG-2',
        youMay: [],
      },
    ];
    expect(after(event('waiting', { waitingOn }), opened).waitingOn).toEqual(waitingOn);
    expect(
      after(event('waiting', { waitingOn }), event('run.ended', { state: 'aborted' })).waitingOn,
    ).toEqual([]);
  });

  it('lists a debt once, also when it arrives after the end', () => {
    const debt = { kind: 'image-kept' as const, subject: 'v', rule: 'QB-4', text: 'old' };
    const done = after(
      event('run.ended', { state: 'succeeded' }),
      event('debt', { debt }),
      event('debt', { debt: { ...debt, text: 'new' } }),
    );
    expect(done.debts).toEqual([{ ...debt, text: 'new' }]);
  });

  it('ignores what it does not know', () => {
    expect(advance(begun, { ...started, type: 'host.phase' })).toBe(begun);
    expect(advance(begun, { ...started, type: 'toString' })).toBe(begun);
  });
});

describe('DG-2: who may decide a gate', () => {
  const open = after(started, opened);
  const decided = after(started, opened, approved);
  it.each<[string, RunStatus, Partial<GateDecision>, RegExp | null]>([
    ['open gate, another person', open, {}, null],
    ['the requester approves', open, { by: 'olga' }, /requested this run/],
    ['the requester rejects', open, { by: 'olga', verdict: 'rejected' }, null],
    ['another plan', open, { planHash: 'hash-2' }, /executes hash-1/],
    ['unknown gate', open, { gate: 'end' }, /no gate 'end'/],
    ['gate not open yet', open, { gate: 'after/authority-vcenter' }, /not open yet/],
    ['no reason', open, { reason: ' ' }, /reason/],
    ['no name', open, { by: '' }, /who asks/],
    ['no ID', open, { id: '' }, /no ID/],
    ['the same request again', decided, {}, null],
    ['the same request, another verdict', decided, { verdict: 'rejected' }, /already approved/],
    ['another request', decided, { id: 'd-2' }, /already approved by anna/],
    ['the run has ended', after(opened, event('run.ended', { state: 'aborted' })), {}, /has ended/],
    ['the same request after the end', advance(decided, event('run.ended', { state: 'aborted' })), {}, null],
  ])('%s', (_, status, change, refusal) => {
    const answer = whyNotDecide(status, { ...decision, ...change });
    if (refusal) expect(answer).toMatch(refusal);
    else expect(answer).toBeNull();
  });

  it.each<[string, string, Partial<GateDecision>, boolean]>([
    ['whoever asked for the recovery may not approve it', 'ta-1', { by: 'rita' }, true],
    ['nor a second recovery', 'ta-1/2', { by: 'rita' }, true],
    ['he may reject it', 'ta-1', { by: 'rita', verdict: 'rejected' }, false],
    ['somebody else approves', 'ta-1', {}, false],
    ['he may approve that of another host', 'ta-2', { by: 'rita' }, false],
  ])('REC-0: %s', (_, host, change, isRefused) => {
    const gate = `recover/${host}/begin`;
    const asked = {
      ...request,
      id: 'd-9',
      by: 'rita',
      subject: 'ta-1',
      choice: 'recover' as const,
      planHash: 'hash-1',
    };
    const status = after(
      started,
      event('subject.decided', { decision: asked }),
      event('gate.opened', { gate, evidence: [] }),
    );
    const answer = whyNotDecide(status, { ...decision, gate, ...change });
    expect(answer === null ? '' : answer).toMatch(isRefused ? /rita asked for the recovery of ta-1/ : /^$/);
  });
});

describe('pause, resume, abort', () => {
  const running = after(started);
  const paused = after(started, event('run.paused', { request }));
  const aborting = after(started, event('run.aborting', { request }));
  const ended = after(event('run.ended', { state: 'failed' }));
  const other = { ...request, id: 'r-2' };
  it.each<[string, string | null, RegExp | null]>([
    ['pause a running run', whyNotPause(running, request), null],
    ['the same pause again', whyNotPause(paused, request), null],
    ['another pause', whyNotPause(paused, other), /already paused by olga: because/],
    ['pause while aborting', whyNotPause(aborting, request), /being aborted/],
    ['pause after the end', whyNotPause(ended, request), /has ended: failed/],
    ['pause without reason', whyNotPause(running, { ...request, reason: '' }), /reason/],
    ['resume a paused run', whyNotResume(paused, other), null],
    [
      'the same resume again',
      whyNotResume(advance(paused, event('run.resumed', { request: other })), other),
      null,
    ],
    ['resume a running run', whyNotResume(running, request), /not paused/],
    ['abort a paused run', whyNotAbort(paused, other), null],
    ['the same abort again', whyNotAbort(aborting, request), null],
    ['another abort', whyNotAbort(aborting, other), /being aborted/],
    ['abort after the end', whyNotAbort(ended, request), /has ended/],
  ])('%s', (_, answer, refusal) => {
    if (refusal) expect(answer).toMatch(refusal);
    else expect(answer).toBeNull();
  });
});
