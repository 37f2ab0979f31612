import { createStreams } from '../world/random.js';
import { RELEASES } from './release-numbers.js';
import type { Release } from './release-numbers.js';
import { sampleAuthorityCluster, sampleTrust, sampleUsers } from './sample.js';
import { Topology } from './schema.js';
import type { TopologyInput } from './schema.js';

/** Where every generated estate can go. */
const NEWEST: Release = '8.0.3';

export interface GenerateOptions {
  /** Trusted clusters. */
  readonly clusters: number;
  readonly hostsPerCluster: number;
  readonly seed: number;
  /** Release that everything starts from; 8.0 U2 when absent. */
  readonly release?: Release;
}

/** What the appliance of a release offers: the newest of its own line, which is all it can install by itself. */
function updatesOf(release: Release): TopologyInput['vcenters'][number]['updates'] {
  const line = release.slice(0, 3);
  const newest = (Object.keys(RELEASES) as Release[]).filter((other) => other.startsWith(line)).at(-1);
  if (newest === undefined || newest === release) return [];
  const { vcenter, esxi } = RELEASES[newest];
  return [{ ...vcenter, name: `VC-${esxi.displayVersion.replace(' ', '')}` }];
}

/** Sizes and Quick Boot settings vary with the seed, per cluster and host; adding clusters changes no other. */
export function generateTopology({
  clusters,
  hostsPerCluster,
  seed,
  release = '8.0.2',
}: GenerateOptions): Topology {
  const image = RELEASES[release].esxi;
  const random = createStreams(seed);
  const appliance = { ...RELEASES[release].vcenter, updates: updatesOf(release) };

  const trustedCluster = (number: number): TopologyInput['vcenters'][number]['clusters'][number] => {
    const name = `Prod-${String(number).padStart(2, '0')}`;
    const hosts = Array.from({ length: hostsPerCluster }, (_, index) => ({
      name: `${name.toLowerCase()}-esx${String(index + 1).padStart(2, '0')}`,
    }));
    const vms = hosts.flatMap((host, index) => {
      const draw = random.stream('generate-vms', host.name);
      return Array.from({ length: 2 + Math.floor(draw() * 4) }, (_, vm) => ({
        name: `${host.name}-vm${vm + 1}`,
        host: host.name,
        // The first host stays free of encrypted VMs: it can be the test host.
        encrypted: draw() < 0.6 && index > 0,
        memoryGiB: [4, 8, 16, 32, 64][Math.floor(draw() * 5)] ?? 8,
      }));
    });
    return {
      name,
      kind: 'trusted',
      version: image.version,
      quickBoot: random.stream('generate-quick-boot', name)() < 0.5,
      hosts,
      vms,
    };
  };

  return Topology.parse({
    name: `generated-${clusters}x${hostsPerCluster}`,
    esxiImages: release === NEWEST ? [image] : [image, RELEASES[NEWEST].esxi],
    trustAuthority: sampleTrust(image.version),
    vcenters: [
      {
        name: 'ta-vc',
        role: 'authority',
        ...appliance,
        users: sampleUsers('ta'),
        clusters: [sampleAuthorityCluster(image.version, 3)],
      },
      {
        name: 'wl-vc',
        role: 'trusted',
        ...appliance,
        users: sampleUsers('wl'),
        clusters: Array.from({ length: clusters }, (_, index) => trustedCluster(index + 1)),
      },
    ],
  } satisfies TopologyInput);
}
