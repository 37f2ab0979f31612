import type { Estate } from '../model/estate.js';
import type { Finding } from '../model/finding.js';
import type {
  Attestation,
  BaseImage,
  BootEvidence,
  EsxCluster,
  EsxHost,
  EstateInventory,
  HostRef,
  LedgerRow,
} from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';

/** Default of the configuration's `retiring.rollbackWindowHours`: a week. Nothing of VMware says how long (DG-5). */
export const ROLLBACK_WINDOW_HOURS = 168;

/** One trusted vCenter beyond what the estate file names. */
export interface BeyondEstate {
  readonly vcenter: string;
  /** Its clock when it was read, ISO 8601: what boot times are compared with. */
  readonly clock: string;
  /** Trusted clusters that the estate file does not name. */
  readonly clusters: readonly EsxCluster[];
}

/** What is known when the retirement of base images is judged. */
export interface RetiringFacts {
  readonly estate: Estate;
  readonly inventory: Pick<
    EstateInventory,
    'authority' | 'trusted' | 'ledger' | 'archivedImages' | 'readAt' | 'unreadable'
  >;
  /** One entry per trusted vCenter of the estate; one that is missing has not been read. */
  readonly beyond: readonly BeyondEstate[];
  /** How long after an upgrade a host may still be rolled back; 0 = never. */
  readonly rollbackWindowHours: number;
}

/** One trusted host as evidence: which versions it needs, and how that is known. Absent = unknown. */
export interface HostEvidence {
  readonly host: HostRef;
  readonly cluster: string;
  /** Whether the estate file names its cluster. */
  readonly inEstate: boolean;
  readonly installed?: EsxVersion;
  /** Version of its last full boot. */
  readonly measured?: EsxVersion;
  readonly boot: BootEvidence;
  readonly bootTime?: string;
  readonly installedSince?: LedgerRow['installedSince'];
  readonly connection: EsxHost['connection'];
  readonly attestation: Attestation['status'];
  readonly attestedAt?: string;
  readonly attestedUntil?: string;
  /** How many attestation services refuse it. */
  readonly refusals: number;
  /** Clock of its vCenter, ISO 8601; absent = unread. */
  readonly clock?: string;
}

/** One base image of the Trust Authority Cluster, with whatever forbids its removal. */
export interface VersionEvidence {
  readonly image: BaseImage;
  /** Its file is in the archive, so that it could be imported again. */
  readonly isArchived: boolean;
  /** No image was attested with later; only where the times are told. */
  readonly isLastAttested: boolean;
  /** Hosts that measured or installed it, or whose versions are not both known; sorted. */
  readonly neededBy: readonly string[];
  readonly blockers: readonly Finding[];
}

/** Per host and per version, over all trusted clusters of all trusted vCenters. @rule DG-5, DG-10, QB-6 */
export interface RetiringEvidence {
  /** ISO 8601. */
  readonly readAt: string;
  readonly rollbackWindowHours: number;
  /** By vCenter and name. */
  readonly hosts: readonly HostEvidence[];
  /** Oldest first. */
  readonly versions: readonly VersionEvidence[];
}
