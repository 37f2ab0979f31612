import type { AuthorityFacts, ClusterRef, EsxHost, HostRef } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';
import type { PeerHost } from '../safety/index.js';

/** What is known of a member of the Trust Authority Cluster; any `EsxHost` fits. */
export type Member = Pick<EsxHost, 'ref' | 'connection' | 'inMaintenance' | 'installed'>;

/** Fixed when the recovery was planned. */
export interface RecoveryTarget {
  /** As it was before; a host that was added again has another moid. */
  readonly host: HostRef;
  readonly cluster: ClusterRef;
  /** Version to be restored: what it ran before its upgrade. */
  readonly recorded: EsxVersion;
}

/** What there is, read at one time. `null` = not there, or not to be had now; that is never taken for done. */
export interface RecoveryFacts {
  /** Host of that name in the Trust Authority Cluster. */
  readonly member: Member | null;
  /** All hosts of the cluster, this one included. */
  readonly taHosts: readonly PeerHost[];
  readonly authority: AuthorityFacts | null;
  /** What the host says of itself; asked only while it is in no inventory. */
  readonly itself: { readonly version?: EsxVersion } | null;
  /** Trusted vCenters and clusters that know the host otherwise than it is, in words. `null` = not read. */
  readonly trustedSideOpen: readonly string[] | null;
}
