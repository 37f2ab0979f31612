import type {
  AuthorityFacts,
  EsxHost,
  HostRef,
  LedgerRow,
  TrustLink,
  VCenterFacts,
} from '../model/inventory.js';
import type { TierKind, VCenterStep } from '../model/plan.js';

/** What the guards need of a neighbour; any `EsxHost` fits. */
export type PeerHost = Pick<EsxHost, 'ref' | 'connection' | 'inMaintenance'>;

/**
 * Everything a guard looks at, read just before it is asked. `null` = could not be read now, which is a reason of
 * its own and never fine. Small enough for a payload: neighbours and unattested hosts travel reduced.
 */
export interface GuardFacts {
  /** The host itself, read from its vCenter. */
  readonly host: EsxHost | null;
  /** The Trust Authority Cluster's own view: services, images, settings. */
  readonly authority: AuthorityFacts | null;
  /** All hosts of the Trust Authority Cluster. */
  readonly taHosts: readonly PeerHost[] | null;
  /** All hosts of the step's own cluster. */
  readonly clusterHosts: readonly PeerHost[] | null;
  /** Trusted hosts of the whole estate that are not attested now; only asked for by TA host steps (DG-7). */
  readonly unattested: readonly HostRef[] | null;
  /** Ledger row of the host; absent for TA hosts and for hosts never seen. */
  readonly ledgerRow?: LedgerRow;
  /** Time of the report before a boot of which the host's boot time does not tell; it counts no longer. */
  readonly oldReport?: string;
  /** True when this run already began with this host: maintenance or the target version is then ours, not a difference. */
  readonly ours: boolean;
  /** Moids of other hosts of the same cluster that this run had in hand when it began with this one. */
  readonly inProgress: readonly string[];
  /** Hosts of the cluster that may be in hand at the same time, this one included; absent = 1. */
  readonly atOnce?: number;
  /** Names of trusted hosts whose missing attestation was accepted by name (DG-7). */
  readonly acceptedUnattested: readonly string[];
  /** A lifecycle task of somebody else on this cluster, in words. */
  readonly foreignTask?: string;
}

/** What an import needs to know (DG-15). */
export type ImportFacts = Pick<GuardFacts, 'authority' | 'taHosts'>;

/** One vCenter after its upgrade, beside what it looked like when the plan was made (DG-13). */
export interface VCenterAfter {
  readonly step: VCenterStep;
  readonly now: VCenterFacts | null;
  readonly linkBefore?: TrustLink;
  /** Trusted vCenters only. */
  readonly linkNow?: TrustLink | null;
  /** Applied configuration per trusted cluster name; trusted vCenters only. */
  readonly appliedConfig?: Readonly<Record<string, 'NONE' | 'OK' | 'ERROR'>> | null;
}

/** The trust of one trusted vCenter as planned, and as it is now; `now` = null when it could not be read. */
export interface LinkAfter {
  readonly vcenter: string;
  readonly before: TrustLink;
  readonly now: TrustLink | null;
}

/** What must hold before the tier after `tier` begins. */
export interface TierFacts {
  readonly tier: TierKind;
  readonly vcenters: readonly VCenterAfter[];
  /** After the Trust Authority vCenter: every trusted vCenter; absent = not looked at. */
  readonly links?: readonly LinkAfter[];
  readonly authorityBefore: AuthorityFacts;
  readonly authority: AuthorityFacts | null;
  readonly taHosts: readonly PeerHost[] | null;
  /** Names of hosts of this tier that are neither done nor skipped by decision. */
  readonly unfinishedHosts: readonly string[];
}
