import type { ArchiveFacts } from '../archive/protection.js';
import type { Zone } from './estate.js';
import type { Readiness } from './readiness.js';
import type { EsxVersion, VCenterVersion } from './version.js';

/** Health on the Trust Authority side. `NONE` means unknown and never counts as `OK` (DG-14). */
export type Health = 'NONE' | 'OK' | 'WARNING' | 'ERROR';

/** A host's identity. A moid is unique per vCenter only. */
export interface HostRef {
  readonly vcenter: string;
  readonly moid: string;
  readonly name: string;
}

export interface ClusterRef {
  readonly vcenter: string;
  readonly moid: string;
  readonly name: string;
}

/**
 * How the last boot happened, and how we know.
 *
 * No vSphere property says so: events do. `unknown` counts as Quick Boot (DG-14).
 */
export interface BootEvidence {
  readonly type: 'full' | 'quick' | 'unknown';
  /** The strongest source that says so; `none` when nothing does, or when sources contradict each other. */
  readonly source: BootSource | 'none';
  /** Boot time the evidence belongs to, ISO 8601. */
  readonly bootTime?: string;
  /** Event ID, `esx.audit.host.quickboot.reason.user`. */
  readonly event?: string;
  /** What each source says, where there is more than one. */
  readonly sources?: readonly BootSign[];
}

/**
 * Where word of a boot comes from: vCenter's events, a boot time that did not move with the version, the
 * measurements in the TPM, a person.
 */
export type BootSource = 'event' | 'boot-time' | 'tpm' | 'operator';

/** What one source says of a boot. */
export interface BootSign {
  readonly source: BootSource;
  readonly type: 'full' | 'quick';
  /** What was seen, for people; for events their ID. */
  readonly text: string;
}

/** Remote attestation of a trusted host by the Trust Authority Cluster, as its vCenter reports it. */
export interface Attestation {
  /** `attested` when any attestation service says so (2.5); unknown never counts as attested (DG-14). */
  readonly status: 'attested' | 'notAttested' | 'unknown';
  readonly attestedAt?: string;
  readonly attestedUntil?: string;
  readonly services: readonly {
    readonly status: 'attested' | 'notAttested' | 'unknown';
    readonly serviceId?: string;
    readonly messages: readonly string[];
    /** Keys of the messages in the catalogue (2.3), in the same order; absent = none was read. */
    readonly messageIds?: readonly string[];
  }[];
}

/** One ESXi host as read from its vCenter. Absent = could not be read. */
export interface EsxHost {
  readonly ref: HostRef;
  readonly cluster: ClusterRef;
  readonly role: Zone;
  readonly installed?: EsxVersion;
  readonly connection: 'connected' | 'disconnected' | 'notResponding' | 'unknown';
  readonly inMaintenance?: boolean;
  readonly bootTime?: string;
  readonly boot: BootEvidence;
  /** Only meaningful for trusted hosts. */
  readonly attestation: Attestation;
  readonly quickBootSupported?: boolean;
  readonly tpm?: boolean;
  /** Certificate thumbprint as vCenter knows it (SHA-1). */
  readonly thumbprint?: string;
  readonly poweredOnVms: number;
  readonly encryptedVms: number;
  /** Names of powered-on VMs that DRS cannot move off this host. */
  readonly pinnedVms: readonly string[];
}

/** One base image of the Trust Authority Cluster. */
export interface BaseImage {
  readonly version: EsxVersion;
  /** Identifier on the wire, opaque. */
  readonly id: string;
  readonly displayName: string;
  readonly health: Health;
  readonly details: readonly string[];
  /** Present from 8.0.1 on, when somebody attested with it. */
  readonly lastAttestedAt?: string;
}

/** vLCM remediation policy of one cluster; `raw` is what was read, so that it can be put back whole (DG-16). */
export interface ApplyPolicy {
  readonly enableQuickBoot: boolean;
  readonly powerAction: string;
  readonly disableDpm: boolean;
  readonly disableAdmissionControl: boolean;
  readonly parallelRemediation: boolean;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** One cluster with its lifecycle settings. */
export interface EsxCluster {
  readonly ref: ClusterRef;
  readonly role: Zone;
  readonly imageManaged?: boolean;
  /** Desired image of vLCM: base image version and the commit that set it. Absent when none is set. */
  readonly desired?: { readonly baseImage: EsxVersion; readonly commit?: string };
  /** Effective policy (merged with the defaults); absent for clusters not managed by an image. */
  readonly policy?: ApplyPolicy;
  readonly drs: 'fullyAutomated' | 'partiallyAutomated' | 'manual' | 'off' | 'unknown';
  readonly ha?: { readonly enabled: boolean; readonly admissionControl: boolean };
  readonly dpm?: boolean;
  readonly vsan?: boolean;
  /** Applied against desired vTA configuration; trusted clusters only. */
  readonly appliedConfig?: 'NONE' | 'OK' | 'ERROR';
  readonly hosts: readonly EsxHost[];
}

/** An update that the appliance offers. */
export interface PendingUpdate {
  readonly version: string;
  readonly name: string;
  readonly type: string;
  readonly rebootRequired: boolean;
}

/** One vCenter appliance. */
export interface VCenterFacts {
  readonly name: string;
  readonly zone: Zone;
  readonly current: VCenterVersion;
  readonly updateState: string;
  readonly pending: readonly PendingUpdate[];
  readonly health: string;
  /** vTA licence (feature `trustedplatform`); absent when it could not be read. */
  readonly licensed?: boolean;
  /** End of the newest successful file-based backup, ISO 8601. */
  readonly lastBackupAt?: string;
}

/** What the Trust Authority Cluster holds, read through its vCenter. */
export interface AuthorityFacts {
  readonly cluster: ClusterRef;
  readonly state: 'ENABLE' | 'DISABLE';
  readonly attestationService: Health;
  readonly keyProviderService: Health;
  readonly images: readonly BaseImage[];
  readonly keyProviders: readonly { readonly name: string; readonly health: Health }[];
  readonly principals: readonly { readonly id: string; readonly issuer: string; readonly health: Health }[];
  readonly tpmSettings: Health;
  readonly caCertificates: readonly { readonly name: string; readonly health: Health }[];
  readonly endorsementKeys: readonly { readonly name: string; readonly health: Health }[];
}

/** Certificates and registrations that tie a trusted vCenter to the Trust Authority Cluster (DG-13). */
export interface TrustLink {
  readonly vcenter: string;
  /** SHA-256 over the principal's certificate chains as the trusted vCenter presents them. */
  readonly principalFingerprint: string;
  readonly principalIssuer: string;
  /** Registered attestation and key provider services, `host:port`. */
  readonly attestationServices: readonly string[];
  readonly keyProviderServices: readonly string[];
}

/** Something that could not be read, with the reason. It blocks whatever needs it. */
export interface Unreadable {
  readonly subject: string;
  readonly reason: string;
}

/** Everything preflight and planning look at, read at one time. */
export interface EstateInventory {
  readonly estate: string;
  /** ISO 8601; not part of a plan's hash. */
  readonly readAt: string;
  readonly authority: {
    readonly vcenter: VCenterFacts;
    readonly facts: AuthorityFacts;
    readonly cluster: EsxCluster;
    /** Absent when a worker of an earlier release has read this side. */
    readonly readiness?: Readiness;
  };
  readonly trusted: readonly {
    readonly vcenter: VCenterFacts;
    readonly link: TrustLink;
    readonly clusters: readonly EsxCluster[];
    readonly readiness?: Readiness;
  }[];
  /** Base-image files in the archive, by version (DG-11). */
  readonly archivedImages: readonly EsxVersion[];
  /** Time of the newest archive of the vTA configuration (BAK-1). */
  readonly configurationArchivedAt?: string;
  /** What the newest archive holds; absent = there is none that this release can read (BAK-1, BAK-3). */
  readonly configurationArchive?: ArchiveFacts;
  readonly ledger: readonly LedgerRow[];
  readonly unreadable: readonly Unreadable[];
}

/** Attestation ledger: which version a trusted host runs, and with which one it attests (DG-3). */
export interface LedgerRow {
  readonly host: HostRef;
  readonly installed?: EsxVersion;
  /** Version of the last full boot; absent = unknown, which keeps every older image needed. */
  readonly measured?: EsxVersion;
  /**
   * Since when it has run the installed version: since the boot that brought it where that is told, else since it was
   * seen; and the version before, which the other boot bank holds. No `before` = it was never seen on another one.
   */
  readonly installedSince?: { readonly at: string; readonly before?: EsxVersion };
  readonly boot: BootEvidence;
  /** Since when installed and measured version differ or are not both known, ISO 8601; absent = they are the same. */
  readonly owedSince?: string;
  /** When this row was observed, ISO 8601. */
  readonly at: string;
}
