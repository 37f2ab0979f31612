import { describe, expect, it } from '@jest/globals';
import type {
  ClusterStep,
  HostStep,
  Tier,
  UpgradePlan,
  VCenterStep,
} from '../../../../src/domain/model/plan.js';
import { checkPlan } from '../../../../src/domain/plan-check/index.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import {
  anEstate,
  anInventory,
  aPolicy,
  aRequest,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
} from '../../../support/builders.js';

const estate = anEstate();
const workload = aWorkloadCluster(
  ['esx-1', 'esx-2', 'esx-3', 'esx-4'].map((name) =>
    aTrustedHost(name, name === 'esx-4' ? { installed: NEW } : {}),
  ),
  { policy: aPolicy({ enableQuickBoot: true }), desired: { baseImage: NEW, commit: '7' } },
);
const inventory = anInventory({ clusters: [workload] });
const good = buildPlan({ estate, estateHash: 'e', inventory, request: aRequest() });

const narrow = buildPlan({
  estate,
  estateHash: 'e',
  inventory,
  request: aRequest({ only: { tiers: ['trusted-vcenters', 'trusted-hosts'], reason: 'hardware support' } }),
});

/** Changes one kind of tier. */
function withTiers(change: (tier: Tier) => Tier): UpgradePlan {
  return { ...good, tiers: good.tiers.map((tier) => change(tier)) };
}
const withVCenters = (change: (step: VCenterStep) => VCenterStep[]) =>
  withTiers((tier) =>
    'vcenters' in tier ? { ...tier, vcenters: tier.vcenters.flatMap((step) => change(step)) } : tier,
  );
const withTrusted = (change: (step: ClusterStep) => ClusterStep) =>
  withTiers((tier) =>
    tier.kind === 'trusted-hosts' ? { ...tier, clusters: tier.clusters.map((step) => change(step)) } : tier,
  );
const withHost = (name: string, change: Partial<HostStep>) =>
  withTiers((tier) =>
    'clusters' in tier
      ? {
          ...tier,
          clusters: tier.clusters.map((step) => ({
            ...step,
            hosts: step.hosts.map((host) => (host.host.name === name ? { ...host, ...change } : host)),
          })),
        }
      : tier,
  );
const withoutGate = (id: string) => ({ ...good, gates: good.gates.filter((gate) => gate.id !== id) });

const production = good.tiers.flatMap((tier) => ('clusters' in tier ? tier.clusters : []))[1]?.hosts[1];
const expected = production?.expects;
if (!expected) throw new Error('the sample has a production host');

describe('the plan checker', () => {
  it('finds nothing in a plan of the planner', () => {
    expect(checkPlan(good, inventory, estate)).toEqual([]);
    expect(checkPlan(narrow, inventory, estate)).toEqual([]);
  });

  it.each<[string, string, string, UpgradePlan]>([
    ['INV-6', 'tier-order', 'tiers in another order', { ...good, tiers: good.tiers.toReversed() }],
    [
      'ORD-8',
      'host-executor',
      'a host upgraded in another way than its cluster',
      withTrusted((step) => ({
        ...step,
        hosts: step.hosts.map((host) => ({ ...host, executor: 'operator' as const })),
      })),
    ],
    ['INV-6', 'tier-order', 'a missing tier', { ...good, tiers: good.tiers.slice(1) }],
    [
      'DG-1',
      'target-major',
      'a 9.x request',
      { ...good, request: aRequest({ esxVersion: '9.0.0-0.0.24755229' }) },
    ],
    [
      'DG-1',
      'target-major',
      'a vCenter step to 9.x',
      withVCenters((step) => [{ ...step, target: '9.0.0.0' }]),
    ],
    [
      'ORD-6',
      'narrow-plan',
      'steps in a tier that was not asked for',
      { ...good, request: aRequest({ only: { tiers: ['trusted-hosts'], reason: 'r' } }) },
    ],
    [
      'ORD-6',
      'narrow-plan',
      'a narrower plan without reason',
      { ...good, request: aRequest({ only: { tiers: ['trusted-hosts'], reason: ' ' } }) },
    ],
    [
      'ORD-6',
      'narrow-plan',
      'a cluster that was not asked for',
      {
        ...good,
        request: aRequest({
          only: { tiers: ['trusted-hosts'], clusters: ['other'], reason: 'r' },
        }),
      },
    ],
    [
      'ORD-6',
      'narrow-plan',
      'something left out without saying so',
      { ...narrow, leftOut: narrow.leftOut?.slice(1) ?? [] },
    ],
    [
      'ORD-6',
      'narrow-plan',
      'something left out without saying why',
      { ...narrow, leftOut: (narrow.leftOut ?? []).map((one) => ({ ...one, why: ' ' })) },
    ],
    [
      'ORD-6',
      'narrow-plan',
      'a whole plan that claims to leave something out',
      { ...good, leftOut: narrow.leftOut ?? [] },
    ],
    [
      'ORD-6',
      'narrow-plan',
      'a first gate without the business reason',
      { ...narrow, gates: [...good.gates.slice(0, 1), ...narrow.gates.slice(1)] },
    ],
    ['ORD-2', 'vcenter-coverage', 'a vCenter twice', withVCenters((step) => [step, step])],
    ['ORD-4', 'vcenter-coverage', 'no vCenter at all', withVCenters(() => [])],
    [
      'ORD-4',
      'vcenter-coverage',
      'a vCenter taken for done',
      withVCenters((step) => [{ ...step, alreadyDone: true }]),
    ],
    [
      'ORD-2',
      'vcenter-executor',
      'people asked to do what the appliance can',
      withVCenters((step) => [{ ...step, executor: 'operator' }]),
    ],
    [
      'ORD-4',
      'vcenter-executor',
      'an appliance asked to leave its release line',
      withVCenters((step) => [{ ...step, from: { version: '7.0.3.01700', build: '1' } }]),
    ],
    [
      'ORD-4',
      'vcenter-executor',
      'a way that nobody asked for',
      withVCenters((step) => [
        { ...step, executor: 'operator', way: 'installer', from: { version: '7.0.3.01700', build: '1' } },
      ]),
    ],
    [
      'ORD-4',
      'vcenter-executor',
      'another way than asked for',
      { ...good, request: aRequest({ executors: { vcenters: { 'vc-trusted': 'installer' } } }) },
    ],
    [
      'ORD-5',
      'cluster-executor',
      'people asked to upgrade hosts that an image manages',
      withTrusted((step) => ({
        ...step,
        executor: 'operator',
        hosts: step.hosts.map((host) => ({ ...host, executor: 'operator' as const })),
      })),
    ],
    [
      'ORD-5',
      'cluster-executor',
      'another way than asked for',
      { ...good, request: aRequest({ executors: { clusters: { workload: 'iso' } } }) },
    ],
    [
      'INV-6',
      'cluster-coverage',
      'no trusted cluster',
      withTiers((tier) => (tier.kind === 'trusted-hosts' ? { ...tier, clusters: [] } : tier)),
    ],
    [
      'IMG-1',
      'cluster-target',
      'another image',
      withTrusted((step) => ({ ...step, baseImage: '8.0.3-0.0.1' })),
    ],
    ['IMG-1', 'cluster-commit', 'another commit', withTrusted((step) => ({ ...step, commit: '6' }))],
    [
      'DG-16',
      'quick-boot-found',
      'a setting that was not found',
      withTrusted((step) => ({ ...step, quickBootFound: false })),
    ],
    [
      'ORD-8',
      'host-coverage',
      'a host forgotten',
      withTrusted((step) => ({ ...step, hosts: step.hosts.slice(0, 2) })),
    ],
    [
      'ORD-8',
      'host-coverage',
      'a host twice',
      withTrusted((step) => ({ ...step, hosts: [...step.hosts, ...step.hosts.slice(2)] })),
    ],
    [
      'ORD-8',
      'host-coverage',
      'an unknown host',
      withHost('esx-2', { host: { vcenter: 'vc-trusted', moid: 'host-99', name: 'esx-99' } }),
    ],
    [
      'ORD-8',
      'host-skipped',
      'a host left out without cause',
      withTrusted((step) => ({
        ...step,
        hosts: step.hosts.slice(0, 2),
        skipped: [
          ...step.skipped,
          ...step.hosts.slice(2).map(({ host }) => ({ host, reason: 'it looks fine' })),
        ],
      })),
    ],
    [
      'ORD-8',
      'host-skipped',
      'a host left out without reason',
      withTrusted((step) => ({ ...step, skipped: step.skipped.map((one) => ({ ...one, reason: ' ' })) })),
    ],
    ['ORD-7', 'host-order', 'TA hosts out of order', withHost('ta-2', { order: 1 })],
    [
      'ORD-8',
      'host-order',
      'a host under another cluster',
      withHost('esx-2', { cluster: { vcenter: 'vc-trusted', moid: 'domain-c2', name: 'other' } }),
    ],
    [
      'IMG-1',
      'host-target',
      'a host that does not move forward',
      withHost('esx-2', { expects: { ...expected, installed: NEW } }),
    ],
    ['IMG-2', 'test-host', 'no test host', withHost('esx-1', { isTestHost: false })],
    ['IMG-2', 'test-host', 'two test hosts', withHost('esx-2', { isTestHost: true })],
    ['IMG-2', 'test-host', 'a TA host as test host', withHost('ta-1', { isTestHost: true })],
    [
      'IMG-2',
      'image-file',
      'a file that nobody asked for',
      withHost('esx-1', { imageFile: { version: NEW, hash: 'f'.repeat(64), bytes: 9, from: 'olga' } }),
    ],
    ['DG-6', 'test-host-boot', 'a quick-booted test host', withHost('esx-1', { boot: 'quick' })],
    [
      'DG-3',
      'expects',
      'a version that was not read',
      withHost('esx-2', { expects: { ...expected, installed: '8.0.1-21495797' } }),
    ],
    [
      'DG-3',
      'expects',
      'a measured version that was not read',
      withHost('esx-2', { expects: { ...expected, measured: NEW } }),
    ],
    [
      'DG-3',
      'expects',
      'a maintenance state that was not read',
      withHost('esx-2', { expects: { ...expected, inMaintenance: true } }),
    ],
    ['DG-2', 'comment', 'a host without comment', withHost('esx-2', { comment: '' })],
    ['DG-2', 'comment', 'a vCenter without comment', withVCenters((step) => [{ ...step, comment: ' ' }])],
    ['QB-1', 'quick-boot-host', 'a full boot against the policy', withHost('esx-2', { boot: 'full' })],
    [
      'QB-1',
      'quick-boot-cluster',
      'a cluster mark against the policy',
      withTrusted((step) => ({ ...step, quickBoot: false })),
    ],
    ['QB-3', 'measured-after', 'Quick Boot said to be measured', withHost('esx-2', { measuredAfter: NEW })],
    ['DG-2', 'gate-missing', 'no begin gate', withoutGate('begin')],
    ['DG-2', 'gate-missing', 'no gate after the TA hosts', withoutGate('after/authority-hosts')],
    ['IMG-1', 'gate-missing', 'no gate for the new image', withoutGate(`trust-image/${NEW}`)],
    ['DG-6', 'gate-missing', 'no gate after the test host', withoutGate('cluster/vc-trusted/domain-c1')],
    [
      'DG-2',
      'gate-needless',
      'a gate for nothing',
      {
        ...good,
        gates: [...good.gates, { id: 'after/trusted-hosts', kind: 'after-tier', title: 't', rule: 'DG-2' }],
      },
    ],
    ['DG-2', 'gate-order', 'gates in another order', { ...good, gates: good.gates.toReversed() }],
    [
      'QB-2',
      'forecast',
      'a forecast that does not add up',
      { ...good, forecast: { ...good.forecast, totalSeconds: 1 } },
    ],
  ])('%s: catches %3$s (%s)', (rule, check, _, plan) => {
    expect(checkPlan(plan, inventory, estate)).toContainEqual(
      expect.objectContaining({ rule, check, severity: 'blocker' }),
    );
  });

  it('ORD-4: catches a plan without the gate for snapshots of linked vCenters', () => {
    const linked = {
      ...estate,
      trusted: estate.trusted.map((side) => ({ ...side, linkedMode: 'sites' })),
    };
    const planned = buildPlan({ estate: linked, estateHash: 'e', inventory, request: aRequest() });
    expect(checkPlan(planned, inventory, linked)).toEqual([]);
    expect(checkPlan(good, inventory, linked)).toContainEqual(
      expect.objectContaining({ rule: 'ORD-4', check: 'gate-missing', subject: 'linked-snapshots/sites' }),
    );
  });

  it('DG-2: catches a plan that switches admission control off unasked, and one that asks for nothing', () => {
    const { policy } = workload;
    const off = anInventory({
      clusters: [{ ...workload, ...(policy && { policy: { ...policy, disableAdmissionControl: true } }) }],
    });
    const planned = buildPlan({ estate, estateHash: 'e', inventory: off, request: aRequest() });
    expect(planned.gates.map(({ id }) => id)).toContain('admission-control/vc-trusted/domain-c1');
    expect(checkPlan(planned, off, estate)).toEqual([]);
    expect(checkPlan(good, off, estate)).toMatchObject([
      { rule: 'DG-2', check: 'gate-missing', subject: 'admission-control/vc-trusted/domain-c1' },
    ]);
    expect(checkPlan(planned, inventory, estate)).toMatchObject([
      { rule: 'DG-2', check: 'gate-needless', subject: 'admission-control/vc-trusted/domain-c1' },
    ]);
  });

  it('DG-17: catches suspend-to-memory with encrypted VMs', () => {
    const risky = anInventory({
      clusters: [
        {
          ...workload,
          policy: aPolicy({ enableQuickBoot: true, powerAction: 'SUSPEND_VMS_TO_MEMORY' }),
          hosts: workload.hosts.map((host) => ({ ...host, encryptedVms: 1 })),
        },
      ],
    });
    expect(checkPlan(good, risky, estate)).toContainEqual(
      expect.objectContaining({ rule: 'DG-17', subject: 'workload' }),
    );
  });

  it('ORD-4: catches a trusted vCenter that the inventory lacks', () => {
    expect(checkPlan(good, anInventory({ clusters: [workload], trusted: [] }), estate)).toContainEqual(
      expect.objectContaining({ rule: 'ORD-4', check: 'vcenter-coverage', subject: 'vc-trusted' }),
    );
  });
});
