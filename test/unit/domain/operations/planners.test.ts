import { describe, expect, it } from '@jest/globals';
import { OPERATION_KINDS, OPERATION_TITLES, planOperation } from '../../../../src/domain/operations/index.js';
import { anEstate, anInventory } from '../../../support/builders.js';

const request = {
  estate: 'sample',
  kind: 'archive-configuration',
  reason: 'a test',
  parameters: {},
} as const;
const facts = (unreadable: readonly { subject: string; reason: string }[] = []) => ({
  now: '2026-03-01T00:00:00.000Z',
  estate: anEstate(),
  inventory: { ...anInventory(), unreadable },
  archivedImages: [],
  extras: {},
});

describe('planning an operation', () => {
  it('DG-14: blocks by name what could not be read, whatever the planner makes of the rest', () => {
    const away = [
      { subject: 'wl-2', reason: 'no answer' },
      { subject: 'wl-1', reason: 'login refused' },
    ];
    const { findings } = planOperation(facts(away), request, 'hash');
    expect(findings.map(({ rule, severity, subject }) => [rule, severity, subject])).toEqual([
      ['DG-14', 'blocker', 'wl-1'],
      ['DG-14', 'blocker', 'wl-2'],
    ]);
  });

  it('keeps request, estate hash and what the planner fixed', () => {
    expect(planOperation(facts(), request, 'hash')).toMatchObject({
      schema: 1,
      kind: 'archive-configuration',
      request,
      estateHash: 'hash',
      details: { cluster: anInventory().authority.cluster.ref },
      findings: [],
    });
  });

  it('has a title for every kind', () => {
    expect(OPERATION_KINDS.toSorted()).toEqual(Object.keys(OPERATION_TITLES).toSorted());
  });
});
