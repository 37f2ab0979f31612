import { describe, expect, it } from '@jest/globals';
import type { Estate } from '../../../../src/domain/model/estate.js';
import type { EsxCluster, EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../../../src/domain/model/plan.js';
import { planTiers } from '../../../../src/domain/planning/tiers.js';
import {
  aCluster,
  anEstate,
  anInventory,
  aPolicy,
  aRequest,
  aTrustedHost,
  aVCenter,
  aWorkloadCluster,
  NEW,
  NEW_VC,
  OLD,
  OLD_VC,
} from '../../../support/builders.js';

interface Given {
  readonly estate?: Estate;
  readonly inventory?: EstateInventory;
  readonly request?: Partial<UpgradeRequest>;
}
const tiers = ({ estate = anEstate(), inventory = anInventory(), request = {} }: Given = {}) =>
  planTiers({ estate, inventory, request: aRequest(request), target: NEW });
const vcenters = (given: Given) => tiers(given).flatMap((tier) => ('vcenters' in tier ? tier.vcenters : []));
const clusters = (given: Given) => tiers(given).flatMap((tier) => ('clusters' in tier ? tier.clusters : []));
const workload = (change: Partial<EsxCluster> = {}, hosts?: Parameters<typeof aWorkloadCluster>[0]) =>
  anInventory({ clusters: [aWorkloadCluster(hosts, change)] });

describe('ORD-2, ORD-4: the step of a vCenter', () => {
  it('says from where to where, and how', () => {
    expect(vcenters({})).toEqual([
      {
        vcenter: 'vc-authority',
        zone: 'authority',
        executor: 'appliance-update',
        from: { version: OLD_VC, build: '22617221' },
        target: NEW_VC,
        alreadyDone: false,
        comment: `vc-authority from ${OLD_VC} to ${NEW_VC} by its own update, after a backup.`,
      },
      expect.objectContaining({ vcenter: 'vc-trusted', zone: 'trusted' }),
    ]);
  });

  it.each<[way: 'installer' | 'reduced-downtime', words: string]>([
    [
      'installer',
      'by people with the installer, after a backup; the run checks before, waits, and verifies it.',
    ],
    [
      'reduced-downtime',
      'by people with a reduced downtime upgrade, after a backup; the run checks before, waits, and verifies it.',
    ],
  ])('%s', (way, words) => {
    const [, step] = vcenters({ request: { executors: { vcenters: { 'vc-trusted': way } } } });
    expect(step?.comment).toBe(`vc-trusted from ${OLD_VC} to ${NEW_VC} ${words}`);
  });

  it('by people across release lines, and nothing where the version is there', () => {
    const sample = anInventory();
    const at = (version: string) =>
      vcenters({
        inventory: {
          ...sample,
          authority: {
            ...sample.authority,
            vcenter: aVCenter('vc-authority', { current: { version, build: '1' } }),
          },
        },
      })[0];
    expect(at('7.0.3.01700')?.comment).toBe(
      `vc-authority from 7.0.3.01700 to ${NEW_VC} by an operator, after a backup: an appliance updates itself only within its release line; the run waits until the upgrade is there, then verifies it.`,
    );
    expect(at(NEW_VC)).toMatchObject({
      alreadyDone: true,
      comment: `vc-authority already runs ${NEW_VC}: verified only.`,
    });
  });

  it('linked vCenters name each other, others name nobody', () => {
    const sample = anEstate();
    const [side] = sample.trusted;
    if (!side) throw new Error('the sample has a trusted side');
    const named = (name: string, linkedMode?: string) => ({
      ...side,
      vcenter: { ...side.vcenter, name },
      ...(linkedMode !== undefined && { linkedMode }),
    });
    const trusted = [
      named('vc-trusted', 'sites'),
      named('vc-b', 'sites'),
      named('vc-a', 'sites'),
      named('vc-x', 'others'),
    ];
    const [authority, step] = vcenters({ estate: { ...sample, trusted } });
    expect(step?.linked).toEqual({ group: 'sites', with: ['vc-a', 'vc-b'] });
    expect(authority).not.toHaveProperty('linked');
  });
});

describe('ORD-3, ORD-5: the step of a cluster', () => {
  it('says what is brought to it, and how', () => {
    const [step] = clusters({});
    expect(step).toMatchObject({ role: 'authority', hosts: [{}, {}, {}] });
    expect({ ...step, hosts: [] }).toEqual({
      cluster: { vcenter: 'vc-authority', moid: 'domain-c9', name: 'authority' },
      role: 'authority',
      executor: 'lifecycle-image',
      baseImage: '8.0.3-0.0.24022510',
      target: NEW,
      quickBootFound: false,
      quickBoot: false,
      vsan: false,
      hosts: [],
      skipped: [],
      comment: '3 of 3 hosts of authority to 8.0.3-24022510, one by one, by full boot.',
    });
  });

  const ways = (request: Partial<UpgradeRequest>, change: Partial<EsxCluster>) =>
    clusters({ request, inventory: workload(change) })[1]?.comment;
  it.each<[words: string, request: Partial<UpgradeRequest>, change: Partial<EsxCluster>]>([
    ['by Quick Boot as its policy says', {}, { policy: aPolicy({ enableQuickBoot: true }) }],
    ['by full boot', { boot: 'full' }, { policy: aPolicy({ enableQuickBoot: true }) }],
    [
      'by hand, with a baseline, as no image manages the cluster',
      { executors: { clusters: { workload: 'baseline' } } },
      { imageManaged: false },
    ],
    [
      'by hand, from the ISO, as no image manages the cluster',
      { executors: { clusters: { workload: 'iso' } } },
      { imageManaged: false },
    ],
  ])('%s', (words, request, change) => {
    expect(ways(request, change)).toBe(`4 of 4 hosts of workload to ${NEW}, one by one, ${words}.`);
  });

  it('by hand without a way, where the TA hosts have no image', () => {
    const [step] = clusters({ inventory: anInventory({ authorityCluster: { imageManaged: false } }) });
    expect(step?.comment).toBe(
      `3 of 3 hosts of authority to ${NEW}, one by one, by hand, as no image manages the cluster.`,
    );
  });

  it('QB-1: keeps what the policy says, whatever the request', () => {
    const quick = workload({ policy: aPolicy({ enableQuickBoot: true }) });
    expect(clusters({ inventory: quick })[1]).toMatchObject({ quickBootFound: true, quickBoot: true });
    expect(clusters({ inventory: quick, request: { boot: 'full' } })[1]).toMatchObject({
      quickBootFound: true,
      quickBoot: false,
    });
    const { policy: _, ...unread } = aWorkloadCluster();
    expect(clusters({ inventory: anInventory({ clusters: [unread] }) })[1]).toMatchObject({
      quickBootFound: false,
      quickBoot: false,
    });
  });

  it('nothing to do, and who is left out', () => {
    const hosts = [aTrustedHost('esx-2', { installed: NEW }), aTrustedHost('esx-1', { inMaintenance: true })];
    expect(clusters({ inventory: workload({}, hosts) })[1]).toMatchObject({
      hosts: [],
      skipped: [
        { host: { name: 'esx-1' }, reason: 'in maintenance mode by somebody else' },
        { host: { name: 'esx-2' }, reason: `already runs ${NEW}` },
      ],
      comment: `Nothing to do in workload: every host is on ${NEW} or left out.`,
    });
  });

  it('the commit only where it is of the target; vSAN only where it was read', () => {
    const commit = (baseImage: string) =>
      clusters({ inventory: workload({ desired: { baseImage, commit: '12' } }) })[1];
    expect(commit(NEW)).toHaveProperty('commit', '12');
    expect(commit(OLD)).not.toHaveProperty('commit');
    const { vsan: _, ...unread } = aWorkloadCluster();
    expect(clusters({ inventory: anInventory({ clusters: [unread] }) })[1]).not.toHaveProperty('vsan');
  });

  it('sides by name, their clusters by name and then by moid, hosts by name and then by moid', () => {
    const sample = anInventory();
    const [side] = sample.trusted;
    if (!side) throw new Error('the sample has a trusted side');
    const cluster = (vcenter: string, moid: string, name: string) =>
      aCluster({ vcenter, moid, name }, [aTrustedHost(`${name}-${moid}`)]);
    const twin = aTrustedHost('esx-1');
    const trusted = [
      {
        ...side,
        vcenter: aVCenter('vc-2'),
        clusters: [
          cluster('vc-2', 'c3', 'b'),
          cluster('vc-2', 'c2', 'b'),
          cluster('vc-2', 'c4', 'a'),
          aCluster({ vcenter: 'vc-2', moid: 'c9', name: 'z' }, [
            aTrustedHost('esx-2'),
            { ...twin, ref: { ...twin.ref, moid: 'host-9' } },
            { ...twin, ref: { ...twin.ref, moid: 'host-8' } },
          ]),
        ],
      },
      { ...side, vcenter: aVCenter('vc-1'), clusters: [cluster('vc-1', 'c1', 'z')] },
    ];
    const inventory = { ...sample, trusted };
    expect(vcenters({ inventory }).map(({ vcenter }) => vcenter)).toEqual(['vc-authority', 'vc-1', 'vc-2']);
    const [, ...steps] = clusters({ inventory });
    expect(steps.map(({ cluster: { moid } }) => moid)).toEqual(['c1', 'c4', 'c2', 'c3', 'c9']);
    expect(steps[4]?.hosts.map(({ host, order }) => [host.moid, order])).toEqual([
      ['host-8', 1],
      ['host-9', 2],
      ['host-esx-2', 3],
    ]);
  });

  it('the test host of the estate file counts in its own cluster and vCenter alone', () => {
    const sample = anEstate();
    const [side] = sample.trusted;
    if (!side) throw new Error('the sample has a trusted side');
    const named = (vcenter: string, cluster: string) => ({
      ...side,
      vcenter: { ...side.vcenter, name: vcenter },
      clusters: [{ name: cluster, testHost: 'esx-3' }],
    });
    const first = (...trusted: Estate['trusted'][number][]) =>
      clusters({ estate: { ...sample, trusted } })[1]?.hosts[0]?.host.name;
    expect(first(named('vc-trusted', 'workload'))).toBe('esx-3');
    expect(first(named('vc-other', 'workload'))).toBe('esx-1');
    expect(first(named('vc-trusted', 'other'))).toBe('esx-1');
    expect(first()).toBe('esx-1');
  });
});

describe('INV-6: a version that is not asked for', () => {
  it('is an error where a step needs it', () => {
    const { vcenterVersion: _, ...request } = aRequest();
    const input = { estate: anEstate(), inventory: anInventory() };
    expect(() => planTiers({ ...input, request, target: NEW })).toThrow(
      'the request names no version for vc-authority',
    );
    expect(() => planTiers({ ...input, request: aRequest() })).toThrow(
      'the request names no version for authority',
    );
  });
});
