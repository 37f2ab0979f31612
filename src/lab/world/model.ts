/**
 * State of the simulated estate: plain mutable objects, owned by `World` and read by the REST and SOAP front doors.
 * Times are lab milliseconds since the epoch; versions are canonical `8.0.3-24022510`.
 */
import type { EvcMode } from './evc.js';
import type { LabApplyResult, LabCommit, LabPolicy } from './lifecycle-model.js';
import type { LabAttestationReport, LabEndorsement, LabTaConfig, LabTrust } from './trust-model.js';
import type { LabVCenter } from './vcenter-model.js';
import type { LabRule } from './vm-model.js';

export type { Effect, JournalEntry } from './journal-entry.js';
export type { LabDevice, LabRule, LabVm } from './vm-model.js';
export type { LabApplyResult, LabCommit, LabPolicy } from './lifecycle-model.js';
export { LabError, type LabFault, type LabTask } from './task-model.js';
export type {
  LabAttestationReport,
  LabEndorsement,
  LabKeyProvider,
  LabKeyServer,
  LabPrincipal,
  LabTaConfig,
} from './trust-model.js';
export type { LabAlarm, LabEvent, LabUpdate, LabVCenter } from './vcenter-model.js';

export type Millis = number;
export type Version = string;

export interface LabUser {
  readonly name: string;
  readonly password: string;
  /** SSO groups; `TrustedAdmins` and `Administrators` matter. */
  readonly groups: readonly string[];
  /** In them through another group; the directory does not list the user there. */
  readonly nestedGroups?: readonly string[];
  /** Privilege IDs, or `*` for all but the TrustedAdmin ones. */
  readonly privileges: readonly string[];
}

export interface LabSession {
  readonly id: string;
  readonly user: LabUser;
  readonly door: 'rest' | 'soap';
  readonly createdAt: Millis;
  lastUsedAt: Millis;
}

export interface LabHost {
  /** A host that is added again has a new one. */
  moid: string;
  readonly name: string;
  readonly uuid: string;
  vcenter: LabVCenter;
  cluster: LabCluster;
  /** Both boot banks; `active` names the one that runs. */
  banks: [Version, Version | null];
  activeBank: 0 | 1;
  /** Version the TPM holds: that of the last full boot. */
  measured: Version;
  lastBoot: { type: 'full' | 'quick'; at: Millis };
  lastFullBootAt: Millis;
  /** Whether the event history still knows the boot that came before the lab's start. */
  readonly bootEventsKept: boolean;
  connection: 'connected' | 'disconnected' | 'notResponding';
  power: 'poweredOn' | 'booting';
  inMaintenance: boolean;
  /** Entered maintenance through vLCM rather than by an operator's task. */
  maintenanceBy?: 'vlcm' | 'task';
  readonly tpm: boolean;
  readonly firmware: 'UEFI' | 'BIOS';
  /** What its TPM shows, and the CA that has signed it; absent = nothing, and the Trust Authority does not ask. */
  readonly endorsement?: LabEndorsement;
  readonly secureBoot: boolean;
  /** Intel TXT, with which it cannot Quick Boot. */
  readonly txt: boolean;
  readonly quickBootSupported: boolean;
  /** Devices that no image supports but the one that it runs. */
  readonly unsupportedDevices: readonly string[];
  readonly memoryMiB: number;
  /** The highest EVC mode that its CPUs have. */
  readonly cpu: EvcMode;
  readonly ntpServers: readonly string[];
  readonly vsanHealth: 'healthy' | 'unhealthy';
  /** Host services by key: `attestd`, `kmxd`, `kmxa`, `TSM-SSH`… */
  services: Map<string, { label: string; running: boolean; policy: 'on' | 'off' | 'automatic' }>;
  /** Services that run and do not answer; a restart or a boot cures them. */
  readonly ailing: Set<string>;
  /** TA hosts only. */
  ta?: LabTaConfig;
  /** Issuers of principals that it keeps although its configuration is gone, until it is decommissioned (KB 77146). */
  leftIssuers?: ReadonlySet<string>;
  /** Trusted hosts only: one report per TA host moid. Cleared at boot. */
  reports: Map<string, LabAttestationReport>;
  /** What the attestation service of a TA host (by name) answers it until its next boot; recorded estates only. */
  readonly attestationFailures: Map<string, { status: 'notAttested' | 'unknown'; id: string; text: string }>;
  /** Advanced options (`OptionManager`). */
  options: Map<string, string | number | boolean>;
  /** Staged commit, if any. */
  staged?: string;
  /** Number of the server certificate that it shows. */
  certificates: number;
  /** Authorities by which clients of its vTA services know it; other ones after a fresh installation. */
  trustedCa: readonly string[];
  /** Own HTTPS endpoint once listening. */
  endpoint?: { address: string; port: number; thumbprintSha1: string; thumbprintSha256: string };
}
/** Version that runs now: `host.banks[host.activeBank]`. */
export const installedVersion = (host: LabHost): Version => host.banks[host.activeBank] as Version;

export interface LabCluster {
  readonly moid: string;
  readonly name: string;
  readonly vcenter: LabVCenter;
  readonly kind: 'authority' | 'trusted' | 'plain';
  imageManaged: boolean;
  /** Configured policy: only what was set; effective = defaults below it. */
  policy: Partial<LabPolicy>;
  drs: { enabled: boolean; behavior: 'manual' | 'partiallyAutomated' | 'fullyAutomated' };
  ha: { enabled: boolean; admissionControl: boolean };
  dpm: boolean;
  vsan: boolean;
  /** EVC mode in effect; absent = EVC is off. */
  readonly evc?: EvcMode;
  readonly rules: readonly LabRule[];
  commits: LabCommit[];
  /** The first image was checked before the lab began. */
  readonly preChecked: boolean;
  /** One draft per user. */
  drafts: Map<string, { id: string; owner: string; baseImage: Version; createdAt: Millis }>;
  lastApply?: LabApplyResult;
  lastCheck?: {
    commit: string;
    at: Millis;
    status: 'OK' | 'WARNING' | 'ERROR';
    hosts: string[];
    issues: string[];
  };
  /** Task moid of the software operation in progress: one per cluster. */
  softwareTask?: string;
  trust?: LabTrust;
}
