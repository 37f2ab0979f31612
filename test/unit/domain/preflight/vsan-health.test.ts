import { describe, expect, it } from '@jest/globals';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { Readiness, VsanReading } from '../../../../src/domain/model/readiness.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { anEstate, anInventory, aRequest } from '../../../support/builders.js';

const base = anInventory();
const cluster = base.trusted[0]?.clusters[0];
const hosts = cluster?.hosts ?? [];
const healthy: VsanReading = {
  cluster: cluster?.ref.moid ?? '',
  nodes: hosts.map(({ ref }) => ({ moid: ref.moid, health: 'healthy', members: hosts.length })),
  resync: { objects: 0, bytes: 0 },
};
const withFirst = (change: Partial<VsanReading['nodes'][number]>): VsanReading => ({
  ...healthy,
  nodes: healthy.nodes.map((node, index) => (index === 0 ? { ...node, ...change } : node)),
});
const found = (vsan: readonly VsanReading[] | undefined): string[] => {
  const inventory: EstateInventory = {
    ...base,
    trusted: base.trusted.map((side) => ({
      ...side,
      clusters: side.clusters.map((one) => ({ ...one, vsan: true })),
      readiness: { ...(side.readiness as Readiness), ...(vsan && { vsan }) },
    })),
  };
  return preflight({ estate: anEstate(), inventory, request: aRequest() })
    .filter(({ check }) => check === 'vsan-health')
    .map(({ severity, rule, message }) => `${severity} ${rule} ${message}`);
};

describe('ORD-8: vSAN before maintenance mode', () => {
  it('says nothing of a healthy one that resynchronizes nothing', () => expect(found([healthy])).toEqual([]));

  it.each<[string, VsanReading, RegExp]>([
    [
      'resynchronizes',
      { ...healthy, resync: { objects: 3, bytes: 2 ** 31 } },
      /^blocker ORD-8 .* 3 objects, 2 GiB left/,
    ],
    ['an unhealthy member', withFirst({ health: 'unhealthy' }), /^blocker ORD-8 .* esx-1 is not healthy/],
    [
      'a member that is cut off',
      withFirst({ members: 1 }),
      /^blocker ORD-8 .* esx-1 does not see all members/,
    ],
    [
      'DG-14: a member that does not tell',
      withFirst({ health: 'unknown' }),
      /^warning DG-14 .* vSAN on esx-1 is not known/,
    ],
  ])('%s', (_, reading, expected) => {
    const findings = found([reading]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(expected);
  });

  it('DG-14: nothing read is not healthy', () => {
    expect(found(undefined)).toEqual([
      expect.stringMatching(/^warning DG-14 The health of vSAN on the hosts of workload is not known/),
      expect.stringMatching(/^warning DG-14 Whether the vSAN of workload resynchronizes could not be read/),
    ]);
  });
});
