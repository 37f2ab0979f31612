import { describe, expect, it } from '@jest/globals';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { Waiver } from '../../../../src/domain/model/waiver.js';
import { CHECKS, lapsedWaivers, preflight, whyNotWaive } from '../../../../src/domain/preflight/index.js';
import { beginStatus } from '../../../../src/domain/progress/index.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import {
  anEstate,
  anInventory,
  aRequest,
  aTrustedHost,
  aWorkloadCluster,
} from '../../../support/builders.js';

const NOW = '2026-01-10T12:00:00Z';
const waiver = (change: Partial<Waiver> = {}): Waiver => ({
  id: 'waiver-1',
  estate: 'sample',
  check: 'evacuation',
  reason: 'off by then',
  by: 'anna',
  createdAt: '2026-01-10T11:00:00Z',
  expiresAt: '2026-01-17T12:00:00Z',
  ...change,
});
/** Two hosts with a VM that cannot be moved. */
const pinned: EstateInventory = anInventory({
  clusters: [
    aWorkloadCluster([
      aTrustedHost('esx-1', { pinnedVms: ['vm-1'] }),
      aTrustedHost('esx-2', { pinnedVms: ['vm-2'] }),
      aTrustedHost('esx-3'),
    ]),
  ],
});
const look = (waivers: Waiver[], inventory = pinned) =>
  preflight({ estate: anEstate(), inventory, request: aRequest(), waivers });
const evacuation = (waivers: Waiver[]) =>
  look(waivers)
    .filter(({ check }) => check === 'evacuation')
    .map(({ severity, subject }) => `${severity} ${subject}`);

describe('a waiver', () => {
  it.each<[string, Waiver[], string[]]>([
    ['none', [], ['blocker esx-1', 'blocker esx-2']],
    ['of the whole estate', [waiver()], ['warning esx-1', 'warning esx-2']],
    ['of one subject', [waiver({ subject: 'esx-2' })], ['blocker esx-1', 'warning esx-2']],
    ['of another check', [waiver({ check: 'vcenter-health' })], ['blocker esx-1', 'blocker esx-2']],
    ['that has expired', [waiver({ expiresAt: NOW })], ['blocker esx-1', 'blocker esx-2']],
    ['without a time that can be read', [waiver({ expiresAt: 'soon' })], ['blocker esx-1', 'blocker esx-2']],
  ])('%s', (_, waivers, expected) => {
    expect(evacuation(waivers)).toEqual(expected);
  });

  it('is named by the warning, with who and until when', () => {
    const found = look([waiver()]).find(({ subject }) => subject === 'esx-1');
    expect(found?.message).toContain('Waived by anna until 2026-01-17T12:00:00Z (waiver-1): off by then');
    expect(found?.waiver).toEqual({
      id: 'waiver-1',
      by: 'anna',
      reason: 'off by then',
      expiresAt: '2026-01-17T12:00:00Z',
    });
  });

  it('of a check that cannot be waived weighs nothing, however it came into the records', () => {
    const untrusted = anInventory({ authority: { images: [] } });
    const all = CHECKS.filter((check) => !check.waivable).map(({ id }) => waiver({ id, check: id }));
    expect(look(all, untrusted)).toEqual(look([], untrusted));
    expect(look(all, untrusted).filter(({ check }) => check === 'image-untrusted')[0]?.severity).toBe(
      'blocker',
    );
  });

  it('is carried by the plan and is a debt of its run', () => {
    const input = { estate: anEstate(), estateHash: 'e', inventory: pinned, request: aRequest() };
    const plan = buildPlan({ ...input, waivers: [waiver({ subject: 'esx-1' })] });
    const carried = plan.findings.filter((finding) => finding.waiver !== undefined);
    expect(carried.map(({ subject }) => subject)).toEqual(['esx-1']);
    const about = { runId: 'r', estate: 'sample', planHash: 'p', requestedBy: 'olga', startedAt: NOW };
    expect(beginStatus({ ...about, plan }).debts).toEqual([
      {
        kind: 'waiver',
        subject: 'evacuation esx-1',
        rule: 'ORD-8',
        text: expect.stringContaining('Waived by anna') as unknown as string,
      },
    ]);
    expect(beginStatus({ ...about, plan: buildPlan(input) }).debts).toEqual([]);
  });
});

describe('a plan that rests on a waiver', () => {
  const findings = look([waiver()]);
  it.each<[string, Waiver[], string, number]>([
    ['is fit while it lasts', [waiver()], '2026-01-17T11:59:59Z', 0],
    ['is not when it has expired', [waiver()], '2026-01-17T12:00:00Z', 2],
    ['is not when it was removed', [], NOW, 2],
    ['is not when there is another one only', [waiver({ id: 'waiver-2' })], NOW, 2],
  ])('%s', (_, waivers, now, lapsed) => {
    expect(lapsedWaivers(findings, waivers, now)).toHaveLength(lapsed);
  });
});

describe('who may waive what', () => {
  it.each([
    ['a waivable check for a week', 'evacuation', '2026-01-17T12:00:00Z', undefined],
    ['no check', 'evacuatoin', '2026-01-17T12:00:00Z', { field: 'check' }],
    ['DG-1: a 9.x target', 'target-version', '2026-01-17T12:00:00Z', { rule: 'DG-1' }],
    ['INV-1: an untrusted image', 'image-untrusted', '2026-01-17T12:00:00Z', { rule: 'INV-1' }],
    ['INV-4: the quorum', 'authority-quorum', '2026-01-17T12:00:00Z', { rule: 'INV-4' }],
    ['a time that is over', 'evacuation', NOW, { field: 'expiresAt' }],
    ['no time', 'evacuation', 'tomorrow', { field: 'expiresAt' }],
    ['for longer than 90 days', 'evacuation', '2026-04-11T12:00:00Z', { field: 'expiresAt' }],
  ] as const)('%s', (_, check, expiresAt, refusal) => {
    const answer = whyNotWaive({ check, expiresAt }, NOW);
    if (refusal === undefined) expect(answer).toBeUndefined();
    else expect(answer).toMatchObject(refusal);
  });
});
