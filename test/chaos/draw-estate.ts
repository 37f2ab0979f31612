import type { TopologyInput } from '../../src/lab/topology/schema.js';
import { sampleAuthorityCluster, sampleTrust, sampleUsers } from '../../src/lab/topology/sample.js';
import { RELEASES } from '../../src/lab/topology/release-numbers.js';
import type { Draws } from './streams.js';

type VCenterInput = TopologyInput['vcenters'][number];
type ClusterInput = VCenterInput['clusters'][number];

/** Shape of the estate of one run; small, so that a run is over in a minute. */
export interface EstateShape {
  readonly taHosts: 2 | 3;
  /** Hosts of each trusted cluster, cluster by cluster, vCenter by vCenter. */
  readonly trusted: readonly (readonly number[])[];
}

/** Trusted hosts over all clusters: more of them show nothing new and take their time. */
const MOST_HOSTS = 5;

export function drawShape(draws: Draws): EstateShape {
  const taHosts = draws.pick('ta-hosts', '', [2, 3] as const);
  const vcenters = draws.pick('vcenters', '', [1, 1, 2] as const);
  const clusters = Math.max(vcenters, draws.pick('clusters', '', [1, 1, 2, 3] as const));
  const trusted: number[][] = Array.from({ length: vcenters }, () => []);
  let left = MOST_HOSTS;
  for (let index = 0; index < clusters; index += 1) {
    const most = Math.max(1, Math.min(4, left - (clusters - index - 1)));
    // A cluster of one host has nowhere to put its machines, so it is drawn with none; two are the usual least.
    const hosts = Math.min(most, draws.pick('hosts', String(index), [1, 2, 2, 3, 4] as const));
    left -= hosts;
    trusted[index % vcenters]?.push(hosts);
  }
  return { taHosts, trusted };
}

/** Names of all hosts, Trust Authority hosts first. */
export function hostNames(topology: TopologyInput): { authority: string[]; trusted: string[] } {
  const of = (kind: ClusterInput['kind']): string[] =>
    topology.vcenters.flatMap(({ clusters }) =>
      clusters.filter((it) => it.kind === kind).flatMap(({ hosts }) => hosts.map(({ name }) => name)),
    );
  return { authority: of('authority'), trusted: of('trusted') };
}

/** The estate as the lab reads it. */
export function drawTopology(draws: Draws, seed: number, shape: EstateShape): TopologyInput {
  const old = RELEASES['8.0.2'];
  const target = RELEASES['8.0.3'];
  const appliance = (): Pick<VCenterInput, 'version' | 'build' | 'updates'> => ({
    ...old.vcenter,
    updates: [{ ...target.vcenter, name: 'VC-8.0U3', installMinutes: 15 }],
  });
  let number = 0;
  const cluster = (hosts: number): ClusterInput => {
    number += 1;
    return trustedCluster(draws, `Prod-${number}`, hosts);
  };
  return {
    name: `chaos-${seed}`,
    timing: TIMING,
    esxiImages: [old.esxi, target.esxi],
    trustAuthority: sampleTrust(old.esxi.version),
    vcenters: [
      {
        name: 'ta-vc',
        role: 'authority',
        ...appliance(),
        users: sampleUsers('ta'),
        clusters: [sampleAuthorityCluster(old.esxi.version, shape.taHosts)],
      },
      ...shape.trusted.map((clusters, index): VCenterInput => ({
        name: TRUSTED_VCENTERS[index] ?? `wl${index + 1}-vc`,
        role: 'trusted',
        ...appliance(),
        users: sampleUsers(`wl${index + 1}`),
        clusters: clusters.map(cluster),
      })),
    ],
  };
}

/** Trusted vCenters by their names; the worker of the trusted side has the credentials of both. */
export const TRUSTED_VCENTERS = ['wl-vc', 'wl2-vc'] as const;

function trustedCluster(draws: Draws, name: string, count: number): ClusterInput {
  const hosts = Array.from({ length: count }, (_, index) => ({
    name: `${name.toLowerCase()}-esx${index + 1}`,
  }));
  const vms = count === 1 ? [] : hosts.flatMap((host, index) => vmsOf(draws, host.name, index === 0));
  return {
    name,
    kind: 'trusted',
    version: RELEASES['8.0.2'].esxi.version,
    quickBoot: draws.chance('quick-boot', name, 0.4),
    hosts,
    vms,
  };
}

/** The first host of a cluster runs nothing encrypted: it can be the test host. */
function vmsOf(draws: Draws, host: string, isFirst: boolean): NonNullable<ClusterInput['vms']> {
  return Array.from({ length: draws.between('vms', host, 0, 2) }, (_, index) => ({
    name: `${host}-vm${index + 1}`,
    host,
    encrypted: !isFirst && draws.chance('encrypted', host, 0.6),
    memoryGiB: draws.pick('memory', host, [4, 8, 16, 32] as const),
  }));
}

/** Shorter than in reality: a run spends its time on what goes wrong and not on waiting. */
const TIMING: TopologyInput['timing'] = {
  drsRebalanceDelaySeconds: 120,
  installSeconds: 240,
  fullBootSeconds: 420,
  attestationSeconds: 120,
  importSeconds: 90,
  vcenterStageSeconds: 200,
  vcenterOutageAfterSeconds: 200,
  backupSeconds: 200,
};
