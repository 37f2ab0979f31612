import fc from 'fast-check';
import type { Estate } from '../../src/domain/model/estate.js';
import type { EsxCluster, EsxHost, EstateInventory, LedgerRow } from '../../src/domain/model/inventory.js';
import type { TierKind, UpgradeRequest } from '../../src/domain/model/plan.js';
import {
  aCluster,
  aLedgerRow,
  anEstate,
  anImage,
  anInventory,
  aPolicy,
  aRequest,
  aTaHost,
  aTrustedHost,
  aVCenter,
  NEW,
  NEW_VC,
  OLD,
  OLD_VC,
} from './builders.js';

/** A drawn estate with its inventory and a request, of any health: planning never depends on it. */
export interface DrawnEstate {
  readonly estate: Estate;
  readonly inventory: EstateInventory;
  readonly request: UpgradeRequest;
}

const version = fc.constantFrom(OLD, OLD, OLD, '8.0.2-23305546', NEW, '8.0.3-24280767');

const host = fc.record({
  installed: version,
  measured: fc.option(version, { nil: undefined }),
  connection: fc.constantFrom('connected', 'connected', 'connected', 'disconnected', 'notResponding'),
  inMaintenance: fc.constantFrom(false, false, false, true),
  quickBootSupported: fc.boolean(),
  poweredOnVms: fc.nat(20),
  encryptedVms: fc.constantFrom(0, 0, 1, 5),
});
type DrawnHost = typeof host extends fc.Arbitrary<infer T> ? T : never;

const cluster = fc.record({
  hosts: fc.array(host, { minLength: 1, maxLength: 6 }),
  enableQuickBoot: fc.boolean(),
  hasTestHost: fc.boolean(),
  committed: fc.boolean(),
});
type DrawnCluster = typeof cluster extends fc.Arbitrary<infer T> ? T : never;

const TIERS: readonly TierKind[] = [
  'authority-vcenter',
  'authority-hosts',
  'trusted-vcenters',
  'trusted-hosts',
];

/** Draws estates of up to 3 trusted vCenters with up to 3 clusters of up to 6 hosts each. */
export const drawnEstates: fc.Arbitrary<DrawnEstate> = fc
  .record({
    ta: cluster,
    sides: fc.array(fc.array(cluster, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    imported: fc.boolean(),
    vcentersDone: fc.boolean(),
    boot: fc.constantFrom('policy', 'full'),
    tiers: fc.option(fc.subarray([...TIERS], { minLength: 1 }), { nil: undefined }),
    names: fc.record(
      {
        vcenters: fc.subarray(['vc-authority', 'vc-0', 'vc-1']),
        clusters: fc.subarray(['ta', 'c00', 'c10']),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ ta, sides, imported, vcentersDone, boot, tiers, names }) => {
    const current = { version: vcentersDone ? NEW_VC : OLD_VC, build: '1' };
    const taCluster = clusterOf(ta, 'vc-authority', 'ta', 'authority');
    const ledger: LedgerRow[] = [];
    const trusted = sides.map((clusters, s) => {
      const name = `vc-${s}`;
      const made = clusters.map((drawn, c) => clusterOf(drawn, name, `c${s}${c}`, 'trusted'));
      made.forEach(({ hosts }, c) => {
        hosts.forEach((found, h) => {
          const measured = clusters[c]?.hosts[h]?.measured;
          const { measured: _, ...row } = aLedgerRow(found);
          ledger.push({ ...row, ...(measured !== undefined && { measured }) });
        });
      });
      const link = {
        vcenter: name,
        principalFingerprint: 'f',
        principalIssuer: 'i',
        attestationServices: [],
        keyProviderServices: [],
      };
      return { vcenter: aVCenter(name, { current, zone: 'trusted' as const }), link, clusters: made };
    });
    const images = [anImage(OLD), ...(imported ? [anImage(NEW)] : [])];
    const base = anInventory({ trusted, ledger, authority: { images } });
    const inventory: EstateInventory = {
      ...base,
      authority: { ...base.authority, vcenter: aVCenter('vc-authority', { current }), cluster: taCluster },
    };
    return {
      estate: estateOf(inventory, sides),
      inventory,
      request: aRequest({ boot, ...(tiers && { only: { tiers, ...names, reason: 'hardware support' } }) }),
    };
  });

function clusterOf(
  drawn: DrawnCluster,
  vcenter: string,
  name: string,
  role: 'authority' | 'trusted',
): EsxCluster {
  const hosts = drawn.hosts.map((one, index) => hostOf(one, `${name}-esx-${index}`, role));
  return aCluster({ vcenter, moid: `domain-${name}`, name }, hosts, {
    role,
    policy: aPolicy({ enableQuickBoot: drawn.enableQuickBoot }),
    ...(drawn.committed && { desired: { baseImage: NEW, commit: '7' } }),
  });
}

function hostOf(one: DrawnHost, name: string, role: 'authority' | 'trusted'): EsxHost {
  const { measured: _, ...drawn } = one;
  return role === 'authority' ? aTaHost(name, drawn) : aTrustedHost(name, drawn);
}

function estateOf(inventory: EstateInventory, sides: readonly (readonly DrawnCluster[])[]): Estate {
  const sample = anEstate();
  const [side] = sample.trusted;
  if (!side) throw new Error('the sample estate has a trusted side');
  return {
    ...sample,
    authority: { ...sample.authority, cluster: inventory.authority.cluster.ref.name },
    trusted: inventory.trusted.map(({ vcenter, clusters }, s) => ({
      ...side,
      vcenter: { ...side.vcenter, name: vcenter.name, url: `https://${vcenter.name}.example.com` },
      clusters: clusters.map(({ ref, hosts }, c) => ({
        name: ref.name,
        ...(sides[s]?.[c]?.hasTestHost && { testHost: hosts.at(-1)?.ref.name ?? '' }),
      })),
    })),
  };
}

/** The same inventory with every list in another order. */
export function shuffled(inventory: EstateInventory): EstateInventory {
  return {
    ...inventory,
    authority: { ...inventory.authority, cluster: reversed(inventory.authority.cluster) },
    trusted: inventory.trusted.toReversed().map((side) => ({
      ...side,
      clusters: side.clusters.toReversed().map((one) => reversed(one)),
    })),
    ledger: inventory.ledger.toReversed(),
  };
}

function reversed(one: EsxCluster): EsxCluster {
  return { ...one, hosts: one.hosts.toReversed() };
}
