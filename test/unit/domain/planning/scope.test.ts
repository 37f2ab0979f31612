import { describe, expect, it } from '@jest/globals';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { PlanScope } from '../../../../src/domain/model/plan.js';
import { covers, coversCluster, coversVCenter, leftOut } from '../../../../src/domain/planning/scope.js';
import { aCluster, anInventory, aRequest, aTrustedHost, aVCenter } from '../../../support/builders.js';

const request = (only?: Omit<PlanScope, 'reason'>) =>
  aRequest(only === undefined ? {} : { only: { ...only, reason: 'r' } });
const ALL = ['authority-vcenter', 'authority-hosts', 'trusted-vcenters', 'trusted-hosts'] as const;

function twoSides(): EstateInventory {
  const sample = anInventory();
  const [side] = sample.trusted;
  if (!side) throw new Error('the sample has a trusted side');
  const cluster = (vcenter: string, moid: string, name: string) =>
    aCluster({ vcenter, moid, name }, [aTrustedHost(`${name}-1`)]);
  return {
    ...sample,
    trusted: [
      { ...side, vcenter: aVCenter('vc-2'), clusters: [cluster('vc-2', 'c1', 'gamma')] },
      {
        ...side,
        vcenter: aVCenter('vc-1'),
        clusters: [
          cluster('vc-1', 'c3', 'beta'),
          cluster('vc-1', 'c2', 'beta'),
          cluster('vc-1', 'c1', 'alpha'),
        ],
      },
    ],
  };
}

describe('ORD-6: what a request covers', () => {
  const ref = { vcenter: 'vc-1', moid: 'c1', name: 'alpha' };

  it('everything, when it does not choose', () => {
    expect(ALL.map((tier) => covers(request(), tier))).toEqual([true, true, true, true]);
    expect(coversVCenter(request(), { name: 'vc-1', zone: 'trusted' })).toBe(true);
    expect(coversCluster(request(), { ref, role: 'trusted' })).toBe(true);
    expect(leftOut(request(), twoSides())).toEqual([]);
  });

  it.each<[choice: string, only: Omit<PlanScope, 'reason'>, vcenter: boolean, cluster: boolean]>([
    ['both tiers of the trusted side', { tiers: ['trusted-vcenters', 'trusted-hosts'] }, true, true],
    ['the vCenters', { tiers: ['trusted-vcenters'] }, true, false],
    ['the hosts', { tiers: ['trusted-hosts'] }, false, true],
    ['the other side', { tiers: ['authority-vcenter', 'authority-hosts'] }, false, false],
    ['this vCenter', { tiers: ALL, vcenters: ['vc-1'] }, true, true],
    ['another vCenter', { tiers: ALL, vcenters: ['vc-2'] }, false, false],
    ['this cluster', { tiers: ALL, clusters: ['alpha'] }, true, true],
    ['another cluster', { tiers: ALL, clusters: ['beta'] }, true, false],
  ])('%s', (_, only, vcenter, cluster) => {
    expect(coversVCenter(request(only), { name: 'vc-1', zone: 'trusted' })).toBe(vcenter);
    expect(coversCluster(request(only), { ref, role: 'trusted' })).toBe(cluster);
  });

  it('the Trust Authority side has its own tiers', () => {
    const only = { tiers: ['authority-vcenter'] as const };
    expect(coversVCenter(request(only), { name: 'vc-authority', zone: 'authority' })).toBe(true);
    expect(coversCluster(request(only), { ref, role: 'authority' })).toBe(false);
    expect(coversCluster(request({ tiers: ['authority-hosts'] }), { ref, role: 'authority' })).toBe(true);
  });

  it('what is left out is listed in the order of the tiers, by name, with its reason', () => {
    const only = { tiers: ['trusted-hosts'] as const, clusters: ['gamma'] };
    const noVCenters = 'tier trusted-vcenters is not asked for';
    const cluster = (name: string) => ({
      kind: 'cluster',
      name,
      vcenter: 'vc-1',
      why: 'not among those asked for',
    });
    expect(leftOut(request(only), twoSides())).toEqual([
      {
        kind: 'vcenter',
        name: 'vc-authority',
        vcenter: 'vc-authority',
        why: 'tier authority-vcenter is not asked for',
      },
      {
        kind: 'cluster',
        name: 'authority',
        vcenter: 'vc-authority',
        why: 'tier authority-hosts is not asked for',
      },
      { kind: 'vcenter', name: 'vc-1', vcenter: 'vc-1', why: noVCenters },
      { kind: 'vcenter', name: 'vc-2', vcenter: 'vc-2', why: noVCenters },
      cluster('alpha'),
      cluster('beta'),
      cluster('beta'),
    ]);
  });
});
