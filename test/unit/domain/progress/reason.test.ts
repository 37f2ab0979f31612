import { describe, expect, it } from '@jest/globals';
import type { WaitingKind, WaitingOn } from '../../../../src/domain/model/waiting.js';
import { mainReason } from '../../../../src/domain/progress/index.js';

const waiting = (kind: WaitingKind, subject = 's', since = '2026-01-01T00:00:00Z'): WaitingOn => ({
  kind,
  subject,
  since,
  have: 'h',
  need: 'n',
  rule: 'DG-2',
  youMay: [],
});

describe('the one reason for waiting', () => {
  it('is absent when nothing is waited for', () => {
    expect(mainReason([])).toBeUndefined();
  });

  it.each<[string, WaitingKind[], WaitingKind]>([
    ['a parked host before a gate', ['gate', 'operator-decision'], 'operator-decision'],
    ['a gate before a pause', ['paused', 'gate'], 'gate'],
    ['people before a vCenter that is away', ['vcenter-away', 'paused'], 'paused'],
    [
      'another administrator before a side that is not healthy',
      ['ta-host-unavailable', 'foreign-activity'],
      'foreign-activity',
    ],
    ['what holds a side before what holds a host', ['host-not-connected', 'vcenter-away'], 'vcenter-away'],
    ['what holds a host before usual work', ['remediation', 'host-unreadable'], 'host-unreadable'],
    ['long work before short work', ['attestation', 'remediation'], 'remediation'],
  ])('%s', (_, kinds, expected) => {
    const reasons = kinds.map((kind) => waiting(kind));
    expect(mainReason(reasons)?.kind).toBe(expected);
    expect(mainReason(reasons.toReversed())?.kind).toBe(expected);
  });

  it('of one kind is the one that lasts longest, then the first by name', () => {
    const old = waiting('gate', 'z', '2026-01-01T00:00:00Z');
    const late = waiting('gate', 'a', '2026-01-02T00:00:00Z');
    expect(mainReason([late, old])).toBe(old);
    expect(mainReason([waiting('gate', 'b'), waiting('gate', 'a')])?.subject).toBe('a');
  });
});
