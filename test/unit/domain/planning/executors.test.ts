import { describe, expect, it } from '@jest/globals';
import { clusterExecutor, vcenterExecutor } from '../../../../src/domain/planning/executors.js';
import type { UpgradeRequest } from '../../../../src/domain/model/plan.js';
import { aRequest, aTaHost, aTrustedHost } from '../../../support/builders.js';

type OfVCenter = NonNullable<NonNullable<UpgradeRequest['executors']>['vcenters']>[string];
type OfCluster = NonNullable<NonNullable<UpgradeRequest['executors']>['clusters']>[string];

describe('ORD-2, ORD-4: who upgrades a vCenter', () => {
  it.each<[from: string, chosen: OfVCenter | undefined, expected: object]>([
    ['8.0.2.00100', undefined, { executor: 'appliance-update' }],
    ['7.0.3.01700', undefined, { executor: 'operator' }],
    ['7.0.3.01700', 'appliance-update', { executor: 'appliance-update' }],
    ['8.0.2.00100', 'installer', { executor: 'operator', way: 'installer' }],
    ['8.0.2.00100', 'reduced-downtime', { executor: 'operator', way: 'reduced-downtime' }],
  ])('from %s, chosen: %s', (version, chosen, expected) => {
    const request = aRequest(chosen === undefined ? {} : { executors: { vcenters: { vc: chosen } } });
    expect(vcenterExecutor({ name: 'vc', current: { version, build: '1' } }, request)).toEqual(expected);
  });

  it('people, where no version is asked for', () => {
    const { vcenterVersion: _, ...request } = aRequest();
    const current = { version: '8.0.2.00100', build: '1' };
    expect(vcenterExecutor({ name: 'vc', current }, request)).toEqual({ executor: 'operator' });
  });
});

describe('ORD-3, ORD-5: who upgrades the hosts of a cluster', () => {
  it.each<
    [
      role: 'authority' | 'trusted',
      imageManaged: boolean | undefined,
      chosen: OfCluster | undefined,
      expected: object,
    ]
  >([
    ['trusted', true, undefined, { executor: 'lifecycle-image' }],
    ['trusted', false, undefined, { executor: 'lifecycle-image' }],
    ['authority', true, undefined, { executor: 'lifecycle-image' }],
    ['authority', undefined, undefined, { executor: 'lifecycle-image' }],
    ['authority', false, undefined, { executor: 'operator' }],
    ['authority', false, 'lifecycle-image', { executor: 'lifecycle-image' }],
    ['trusted', true, 'baseline', { executor: 'operator', way: 'baseline' }],
    ['authority', true, 'iso', { executor: 'operator', way: 'iso' }],
  ])('%s, managed by an image: %s, chosen: %s', (role, imageManaged, chosen, expected) => {
    const { cluster: ref } = role === 'authority' ? aTaHost() : aTrustedHost();
    const request = aRequest(chosen === undefined ? {} : { executors: { clusters: { [ref.name]: chosen } } });
    const cluster = { ref, role, ...(imageManaged !== undefined && { imageManaged }) };
    expect(clusterExecutor(cluster, request)).toEqual(expected);
  });
});
