import { describe, expect, it } from '@jest/globals';
import type { EsxHost, LedgerRow } from '../../../../src/domain/model/inventory.js';
import { planOperation } from '../../../../src/domain/operations/index.js';
import {
  aLedgerRow,
  anEstate,
  anImage,
  anInventory,
  aPolicy,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  NOT_ATTESTED,
  OLD,
} from '../../../support/builders.js';

const since = '2026-02-01T00:00:00Z';
const hosts = ['esx-1', 'esx-2', 'esx-3'].map((name) => aTrustedHost(name, { installed: NEW }));
const owes = (host: EsxHost, change: Partial<LedgerRow> = {}): LedgerRow =>
  aLedgerRow(host, {
    installed: NEW,
    measured: OLD,
    boot: { type: 'quick', source: 'event' },
    owedSince: since,
    ...change,
  });

function planned(
  changes: Readonly<Record<string, Partial<EsxHost>>> = {},
  change: {
    parameters?: object;
    ledger?: readonly LedgerRow[];
    images?: readonly string[];
    hasPolicy?: boolean;
  } = {},
) {
  const members = hosts.map((host) => ({ ...host, ...changes[host.ref.name] }));
  const [first, second, third] = members as [EsxHost, EsxHost, EsxHost];
  const { policy: _, ...bare } = aWorkloadCluster(members);
  const cluster = change.hasPolicy === false ? bare : { ...bare, policy: aPolicy({ enableQuickBoot: true }) };
  const { trusted, ...inventory } = anInventory({
    authority: { images: (change.images ?? [OLD, NEW]).map((version) => anImage(version)) },
  });
  const facts = {
    now: '2026-03-01T00:00:00.000Z',
    estate: anEstate(),
    inventory: {
      ...inventory,
      trusted: trusted.map((side) => ({ ...side, clusters: [cluster] })),
      ledger: change.ledger ?? [owes(first), aLedgerRow(second), owes(third)],
    },
    archivedImages: [],
    extras: {},
  };
  return planOperation(
    facts,
    {
      estate: 'sample',
      kind: 'clear-quick-boot-debt',
      reason: 'a test',
      parameters: { cluster: 'workload', ...change.parameters },
    },
    'hash',
  );
}
const blockers = (plan: ReturnType<typeof planned>) =>
  plan.findings
    .filter(({ severity }) => severity === 'blocker')
    .map(({ rule, check, subject }) => [rule, check, subject]);

describe('QB-5: the plan of full boots', () => {
  it('QB-5, DG-16: switches Quick Boot off, boots each indebted host, and puts the policy back', () => {
    const plan = planned();
    expect(plan.steps.map(({ id, rule }) => [id, rule])).toEqual([
      ['quick-boot-off', 'QB-5'],
      ['reboot/esx-1', 'QB-5'],
      ['reboot/esx-3', 'QB-5'],
      ['restore-policy', 'DG-16'],
    ]);
    expect(plan.details).toMatchObject({
      hasPolicy: true,
      hosts: [
        {
          executor: 'reboot',
          boot: 'full',
          target: NEW,
          measuredAfter: NEW,
          expects: { installed: NEW, measured: OLD },
        },
        { order: 2 },
      ],
    });
    expect(blockers(plan)).toEqual([]);
  });

  it('DG-2: asks once before anything is done, with the evidence of every debt', () => {
    const plan = planned({ 'esx-3': { inMaintenance: true } });
    expect(plan.gates).toMatchObject(
      [{ id: 'begin', rule: 'DG-2', title: /Boot 1 host of workload/ }].map((gate) => ({
        ...gate,
        title: expect.stringMatching(gate.title),
      })),
    );
    expect(plan.tables[0]?.rows).toEqual([
      ['esx-1', NEW, OLD, since, 'quick', OLD, 'boots fully'],
      ['esx-3', NEW, OLD, since, 'quick', OLD, 'in maintenance mode by somebody else'],
    ]);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ check: 'host-left-out', severity: 'warning', subject: 'esx-3' }),
    );
  });

  it('DG-14: a contradiction of sources is shown, and counts as a debt', () => {
    const boot = {
      type: 'unknown' as const,
      source: 'none' as const,
      sources: [
        { source: 'event' as const, type: 'full' as const, text: 'esx.audit' },
        { source: 'tpm' as const, type: 'quick' as const, text: 'the same' },
      ],
    };
    const plan = planned({}, { ledger: [owes(hosts[0]!, { boot })] });
    expect(plan.tables[0]?.rows[0]?.[4]).toContain('event says full boot: esx.audit; tpm says quick boot');
  });

  it.each<[string, Parameters<typeof planned>, readonly [string, string, string][]]>([
    ['an unknown cluster', [{}, { parameters: { cluster: 'nowhere' } }], [['QB-5', 'cluster', 'nowhere']]],
    [
      'a cluster of another vCenter',
      [{}, { parameters: { cluster: 'workload', vcenter: 'vc-2' } }],
      [['QB-5', 'cluster', 'workload']],
    ],
    [
      'a cluster without debt',
      [{}, { ledger: hosts.map((host) => aLedgerRow(host)) }],
      [['QB-4', 'no-debt', 'workload']],
    ],
    [
      'DG-8: the installed version untrusted',
      [{}, { images: [OLD], ledger: [owes(hosts[0]!), ...hosts.slice(1).map((host) => aLedgerRow(host))] }],
      [['DG-8', 'image-untrusted', 'esx-1']],
    ],
    [
      'DG-8: the measured version untrusted',
      [{}, { images: [NEW], ledger: [owes(hosts[0]!), ...hosts.slice(1).map((host) => aLedgerRow(host))] }],
      [['DG-8', 'image-untrusted', 'esx-1']],
    ],
    [
      'nobody who can be booted',
      [{ 'esx-1': { connection: 'disconnected' }, 'esx-3': { inMaintenance: true } }],
      [['QB-4', 'no-debt', 'workload']],
    ],
    [
      'ORD-8: a VM that cannot be moved',
      [{ 'esx-1': { pinnedVms: ['router'] } }],
      [['ORD-8', 'evacuation', 'esx-1']],
    ],
  ])('refuses %s, and touches nothing', (_, given, expected) => {
    expect(blockers(planned(...given))).toEqual(expected);
  });

  it('DG-7: a host that is not attested now is accepted by name with the plan', () => {
    const plan = planned({ 'esx-1': { attestation: NOT_ATTESTED } });
    expect(blockers(plan)).toEqual([]);
    expect(plan.details).toMatchObject({ acceptedUnattested: ['esx-1'] });
  });

  it('QB-1: a cluster without a policy is warned about, and its policy left alone', () => {
    const plan = planned({}, { hasPolicy: false });
    expect(plan.steps.map(({ id }) => id)).toEqual(['reboot/esx-1', 'reboot/esx-3']);
    expect(plan.findings).toContainEqual(expect.objectContaining({ rule: 'QB-1', severity: 'warning' }));
  });
});
