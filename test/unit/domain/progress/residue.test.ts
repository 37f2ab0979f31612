import { describe, expect, it } from '@jest/globals';
import { residueOf, type ResidueFacts } from '../../../../src/domain/progress/index.js';
import type { HostProgress } from '../../../../src/domain/model/run.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import {
  aPolicy,
  aTrustedHost,
  aWorkloadCluster,
  anEstate,
  anImage,
  anInventory,
  aRequest,
} from '../../../support/builders.js';

const planned = anInventory();
const plan = buildPlan({ estate: anEstate(), estateHash: 'e', inventory: planned, request: aRequest() });
const NEW = '8.0.3-24022510';
const facts = (change: Partial<ResidueFacts> = {}): ResidueFacts => ({
  plan,
  planned,
  tiers: plan.tiers.map(({ kind }) => ({ kind, state: 'running', total: 1, done: 0 })),
  hosts: [],
  gates: [],
  now: planned,
  tasks: [],
  unreadable: [],
  ...change,
});
const inMaintenance = (installed: string) =>
  anInventory({
    clusters: [
      aWorkloadCluster([
        aTrustedHost('esx-1', { inMaintenance: true, installed }),
        ...['esx-2', 'esx-3', 'esx-4'].map((name) => aTrustedHost(name)),
      ]),
    ],
  });
const esx1 = (phase: HostProgress['phase'], more: Partial<HostProgress> = {}): HostProgress => ({
  host: { vcenter: 'vc-trusted', moid: 'host-esx-1', name: 'esx-1' },
  cluster: 'workload',
  phase,
  ...more,
});

describe('what an early end leaves behind', () => {
  it('is nothing when the estate is as it was', () => {
    expect(residueOf(facts())).toEqual([]);
    expect(residueOf(facts({ hosts: [esx1('done'), esx1('planned')] }))).toEqual([]);
  });

  it('is an open gate, when nothing had begun', () => {
    const tiers = facts().tiers.map((tier) => ({ ...tier, state: 'planned' as const }));
    const gates = [{ id: 'begin', title: 'Begin', rule: 'DG-2', state: 'open' as const }];
    const left = residueOf(facts({ tiers, gates, now: inMaintenance(NEW) }));
    expect(left.map(({ kind, subject }) => [kind, subject])).toEqual([['gate', 'begin']]);
  });

  it.each<HostProgress['phase']>([
    'evacuating',
    'remediating',
    'attesting',
    'leaving-maintenance',
    'parked',
    'skipped',
  ])('DG-9: is a host left while %s, with version and what to do', (phase) => {
    const [left] = residueOf(facts({ hosts: [esx1(phase)], now: inMaintenance(NEW) }));
    expect(left).toMatchObject({ kind: 'host', subject: 'esx-1', rule: 'DG-9' });
    expect(left?.text).toContain(`in maintenance mode, on ${NEW}`);
    expect(left?.whatToDo).toContain('once it is attested');
  });

  it('is a host in maintenance mode of which nobody kept a line', () => {
    const [left] = residueOf(facts({ now: inMaintenance('8.0.2-22380479') }));
    expect(left).toMatchObject({
      kind: 'host',
      subject: 'esx-1',
      whatToDo: expect.stringContaining('plan again'),
    });
  });

  it('DG-14: is a begun host that could not be read, and the vCenter that did not answer', () => {
    const left = residueOf(
      facts({
        hosts: [esx1('remediating', { installedBefore: '8.0.2-1' })],
        now: { trusted: [] },
        unreadable: [{ subject: 'vc-trusted', reason: 'no answer' }],
      }),
    );
    expect(left.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['host', 'esx-1'],
      ['unread', 'vc-trusted'],
    ]);
    expect(left[0]?.text).toContain('could not be read, on 8.0.2-1');
  });

  it('DG-16, QB-4: is a changed policy, a commit, an imported image and a task of ours', () => {
    const [host] = planned.trusted[0]?.clusters[0]?.hosts ?? [];
    const now = anInventory({
      authority: { images: [...planned.authority.facts.images, anImage(NEW)] },
      clusters: [
        aWorkloadCluster(undefined, {
          policy: aPolicy({ raw: { enable_quick_boot: true } }),
          desired: { baseImage: NEW, commit: '9' },
        }),
      ],
    });
    const entity = { type: 'HostSystem', moid: host?.ref.moid ?? '', name: 'esx-1' };
    const task = { id: 't', operation: 'HostSystem.enterMaintenanceMode', entity };
    const tasks = [
      {
        vcenter: 'vc-trusted',
        login: 'svc',
        tasks: [
          { ...task, user: 'svc' },
          { ...task, user: 'ana' },
        ],
      },
    ];
    const left = residueOf(facts({ now, tasks }));
    expect(left.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['policy', 'workload'],
      ['commit', 'workload'],
      ['image', NEW],
      ['task', 'esx-1'],
    ]);
    expect(left.every(({ whatToDo }) => whatToDo.length > 10)).toBe(true);
  });
});
