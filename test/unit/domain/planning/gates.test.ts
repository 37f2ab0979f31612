import { describe, expect, it } from '@jest/globals';
import type { Tier, VCenterStep } from '../../../../src/domain/model/plan.js';
import {
  gateIds,
  linkedGroups,
  planGates,
  recoveredBehind,
  TIER_NAMES,
} from '../../../../src/domain/planning/gates.js';
import { aClusterStep, aTaHost, aTrustedHost, aVCenterStep, NEW } from '../../../support/builders.js';

const tiersOf = (counts: { vcenters?: VCenterStep[]; taHosts?: number; trusted?: number }): Tier[] => [
  { kind: 'authority-vcenter', vcenters: [aVCenterStep('vc-authority')] },
  { kind: 'authority-hosts', clusters: [aClusterStep(aTaHost(), counts.taHosts ?? 2)] },
  { kind: 'trusted-vcenters', vcenters: counts.vcenters ?? [aVCenterStep('vc-trusted')] },
  { kind: 'trusted-hosts', clusters: [aClusterStep(aTrustedHost(), counts.trusted ?? 3)] },
];
const linked = (name: string, ...others: string[]) =>
  aVCenterStep(name, { linked: { group: 'sites', with: others } });

describe('DG-2, ORD-1: where the run waits for people, in words', () => {
  it('of a whole plan', () => {
    expect(planGates(tiersOf({}), NEW)).toEqual([
      {
        id: 'begin',
        kind: 'begin',
        title:
          'Begin the upgrade as planned: the Trust Authority side first, so that the estate gains the newest vTA functions first',
        rule: 'DG-2',
      },
      {
        id: 'after/authority-vcenter',
        kind: 'after-tier',
        title: 'vCenter of the Trust Authority Cluster finished; go on with Trust Authority hosts',
        rule: 'DG-2',
      },
      {
        id: 'after/authority-hosts',
        kind: 'after-tier',
        title: 'Trust Authority hosts finished; go on with trusted vCenters',
        rule: 'DG-2',
      },
      {
        id: 'after/trusted-vcenters',
        kind: 'after-tier',
        title: 'trusted vCenters finished; go on with trusted hosts',
        rule: 'DG-2',
      },
      {
        id: `trust-image/${NEW}`,
        kind: 'trust-image',
        title: `Trust base image ${NEW} in the Trust Authority Cluster`,
        rule: 'DG-2',
      },
      {
        id: 'cluster/vc-trusted/domain-c1',
        kind: 'after-test-host',
        title: 'Test host of workload attested; roll out to its other 2 hosts',
        rule: 'DG-6',
      },
    ]);
    expect(TIER_NAMES['trusted-hosts']).toBe('trusted hosts');
  });

  it('ORD-6: a narrower plan says so with its reason', () => {
    const only = { tiers: ['trusted-hosts'] as const, reason: 'hardware support' };
    expect(planGates([], NEW, only)).toEqual([
      {
        id: 'begin',
        kind: 'begin',
        title: 'Begin a narrower plan, outside the recommended order: hardware support',
        rule: 'ORD-6',
      },
    ]);
  });

  it('none after a tier without work, none for an image that is trusted, none after the only host', () => {
    const ids = (tiers: Tier[], target?: string) => planGates(tiers, target).map(({ id }) => id);
    expect(ids(tiersOf({ taHosts: 0, vcenters: [], trusted: 1 }), NEW)).toEqual([
      'begin',
      'after/authority-vcenter',
      `trust-image/${NEW}`,
    ]);
    expect(ids(tiersOf({ taHosts: 0, vcenters: [], trusted: 2 }))).toEqual([
      'begin',
      'after/authority-vcenter',
      'cluster/vc-trusted/domain-c1',
    ]);
  });

  it('ORD-4: one for the snapshots of each linked group, with all of its members by name', () => {
    const vcenters = [linked('vc-b', 'vc-c', 'vc-a'), linked('vc-a', 'vc-b', 'vc-c'), aVCenterStep('vc-x')];
    expect(planGates(tiersOf({ vcenters }), NEW).filter(({ rule }) => rule === 'ORD-4')).toEqual([
      {
        id: 'linked-snapshots/sites',
        kind: 'linked-snapshots',
        title: 'Snapshots of vc-a, vc-b, vc-c exist, all taken powered off',
        rule: 'ORD-4',
      },
    ]);
    expect(linkedGroups([{ ...linked('vc-a', 'vc-b'), alreadyDone: true }])).toEqual([]);
    expect(linkedGroups([{ ...linked('vc-a', 'vc-b'), alreadyDone: true }, linked('vc-b', 'vc-a')])).toEqual([
      { group: 'sites', members: ['vc-a', 'vc-b'] },
    ]);
  });

  it('DG-2: one for each cluster whose remediation switches admission control off, before its tier', () => {
    const off = tiersOf({ taHosts: 2, vcenters: [], trusted: 2 }).map((tier) =>
      'clusters' in tier
        ? {
            ...tier,
            clusters: tier.clusters.map((step) => ({ ...step, disablesAdmissionControl: true as const })),
          }
        : tier,
    );
    expect(planGates(off, NEW).map(({ id }) => id)).toEqual([
      'begin',
      'after/authority-vcenter',
      'admission-control/vc-authority/domain-c9',
      'after/authority-hosts',
      'admission-control/vc-trusted/domain-c1',
      `trust-image/${NEW}`,
      'cluster/vc-trusted/domain-c1',
    ]);
  });

  it('those that no plan foresees have their IDs too', () => {
    const where = { vcenter: 'vc', name: 'esx-1' };
    expect(gateIds.confirmBoot(where)).toBe('confirm-full-boot/vc/esx-1');
    expect(gateIds.remediateTrust(where)).toBe('remediate-trust/vc/esx-1');
  });

  it('REC-0: those of a recovery within a run name their host, and count from the second on', () => {
    expect(gateIds.recovery('ta-1', 1, 'begin')).toBe('recover/ta-1/begin');
    expect(gateIds.recovery('ta-1', 2, 're-add')).toBe('recover/ta-1/2/re-add');
    expect(recoveredBehind('recover/ta-1/2/re-add')).toBe('ta-1');
    expect(recoveredBehind('after/recover/ta-1')).toBeUndefined();
  });

  it('ORD-1: the reason for the order is told where both sides have work, and only there', () => {
    const [first] = planGates(tiersOf({}).slice(2), NEW);
    expect(first?.title).toBe('Begin the upgrade as planned');
    const [own] = planGates(tiersOf({}).slice(0, 2), NEW);
    expect(own?.title).toBe('Begin the upgrade as planned');
    const [both] = planGates([...tiersOf({}).slice(1, 2), ...tiersOf({}).slice(3)], NEW);
    expect(both?.title).toBe(
      'Begin the upgrade as planned: the Trust Authority side first, so that the estate gains the newest vTA functions first',
    );
  });
});
