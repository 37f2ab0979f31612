import type { Candidate } from '../../src/domain/operations/onboard-cluster/candidate.js';
import type { StubFacts } from './stub-facts.js';
import type { StubWorld } from './stub-world.js';

/** A regular cluster as planning reads it. */
export function candidateOf({ wl }: StubWorld, { clusterFacts }: StubFacts, name: string): Candidate {
  const cluster = clusterFacts(name);
  const service = {
    address: { hostname: 'ta-1', port: 443 },
    group: 'g',
    authorityCluster: 'ta',
    trustedCa: [],
  };
  return {
    cluster,
    platforms: Object.fromEntries(
      cluster.hosts.map(({ ref }) => [ref.moid, { tpmAttestation: 'accepted' as const, firmware: 'UEFI' }]),
    ),
    trust: {
      vcenter: wl.name,
      principal: { issuer: 'wl', certificates: [] },
      attestationServices: [{ id: 'a', ...service }],
      keyProviderServices: [{ id: 'k', ...service }],
      clusters: [{ name, moid: cluster.ref.moid, attestation: [], keyProvider: [] }],
    },
  };
}
