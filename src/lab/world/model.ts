/**
 * State of the simulated estate: plain mutable objects, owned by `World` and read by the REST and SOAP front doors.
 * Times are lab milliseconds since the epoch; versions are canonical `8.0.3-24022510`.
 */
import type { LabApplyResult, LabCommit, LabPolicy } from './lifecycle-model.js';
import type { LabRule, LabVm } from './vm-model.js';
import type {
  LabAttestationReport,
  LabPrincipal,
  LabTaConfig,
  LabTaService,
  LabTrust,
} from './trust-model.js';

export type { Effect, JournalEntry } from './journal-entry.js';
export type { LabDevice, LabRule, LabVm } from './vm-model.js';
export type { LabApplyResult, LabCommit, LabPolicy } from './lifecycle-model.js';
export type {
  LabAttestationReport,
  LabKeyProvider,
  LabKeyServer,
  LabPrincipal,
  LabTaConfig,
} from './trust-model.js';

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
  readonly secureBoot: boolean;
  readonly quickBootSupported: boolean;
  readonly memoryMiB: number;
  readonly ntpServers: readonly string[];
  readonly vsanHealth: 'healthy' | 'unhealthy';
  /** Host services by key: `attestd`, `kmxd`, `kmxa`, `TSM-SSH`… */
  services: Map<string, { label: string; running: boolean; policy: 'on' | 'off' | 'automatic' }>;
  /** Services that run and do not answer; a restart or a boot cures them. */
  readonly ailing: Set<string>;
  /** TA hosts only. */
  ta?: LabTaConfig;
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
  readonly rules: readonly LabRule[];
  commits: LabCommit[];
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

export interface LabTask {
  /** vim moid `task-12` and cis ID `uuid:service` of the same work. */
  readonly moid: string;
  readonly cisId: string;
  readonly vcenter: LabVCenter;
  readonly service: string;
  readonly operation: string;
  /** vim `descriptionId`, `HostSystem.enterMaintenanceMode`. */
  readonly descriptionId: string;
  readonly entity?: { type: string; moid: string; name: string };
  readonly user: string;
  state: 'queued' | 'running' | 'success' | 'error';
  progress: number;
  readonly queuedAt: Millis;
  startedAt?: Millis;
  endedAt?: Millis;
  /** Result as plain JSON in the Automation API's shape. */
  result?: unknown;
  error?: LabFault;
  cancelable: boolean;
  cancelled: boolean;
  /** A fault has it succeed without having done anything. */
  undone?: true;
  /** Runs when cancelled. */
  onCancel?: () => void;
}

/** An error in both dialects; each front door writes its own. */
export interface LabFault {
  /** Automation API type, `NOT_ALLOWED_IN_CURRENT_STATE`. */
  readonly rest: string;
  /** vim25 fault type, `InvalidState`. */
  readonly vim: string;
  readonly messageId: string;
  readonly message: string;
  readonly data?: unknown;
}

/** Thrown by the world; translated by the front doors. */
export class LabError extends Error {
  readonly fault: LabFault;
  constructor(fault: LabFault) {
    super(fault.message);
    this.fault = fault;
  }
}

export interface LabEvent {
  readonly key: number;
  readonly at: Millis;
  readonly typeId: string;
  readonly message: string;
  readonly host?: LabHost;
  readonly user: string;
}

export interface LabUpdate {
  readonly version: string;
  readonly name: string;
  readonly build: string;
  readonly rebootRequired: boolean;
  readonly sizeMB: number;
  readonly installMinutes: number;
  /** Renews the token-signing certificates: the trusted vCenter's principal changes. */
  readonly changesPrincipal?: boolean;
}

/** A triggered alarm. */
export interface LabAlarm {
  readonly name: string;
  /** Name of a host, cluster or VM; absent = the vCenter itself. */
  readonly on?: string;
  readonly status: 'yellow' | 'red';
  readonly since: Millis;
}

export interface LabVCenter {
  readonly name: string;
  version: string;
  build: string;
  /** vim API version, `8.0.2.0`. */
  apiVersion: string;
  readonly instanceUuid: string;
  readonly users: readonly LabUser[];
  readonly role: 'authority' | 'trusted';
  datacenter: { moid: string; name: string };
  clusters: Map<string, LabCluster>;
  hosts: Map<string, LabHost>;
  /** Hosts that were taken out of the inventory, by name: they run, and no vCenter manages them. */
  apart: Map<string, LabHost>;
  vms: Map<string, LabVm>;
  sessions: Map<string, LabSession>;
  tasks: Map<string, LabTask>;
  events: LabEvent[];
  updates: LabUpdate[];
  update: {
    state: 'UP_TO_DATE' | 'UPDATES_PENDING' | 'STAGE_IN_PROGRESS' | 'INSTALL_IN_PROGRESS' | 'INSTALL_FAILED';
    staged?: string;
    working?: string;
    startedAt?: Millis;
    progress: number;
    error?: string;
  };
  /** System health of the appliance, `green`. */
  readonly health: string;
  /** Health of its disks and of its database by item of the interface. */
  readonly space: Readonly<Record<'storage' | 'database-storage', string>>;
  readonly timeSync: 'NTP' | 'HOST' | 'DISABLED';
  /** Other nodes in Enhanced Linked Mode. */
  readonly linkedWith: readonly string[];
  /** End of its TLS certificate; absent = as the certificate says. */
  readonly certificateExpiresAt?: Millis;
  readonly alarms: readonly LabAlarm[];
  /** ESXi base images in its depot, by vLCM version `8.0.3-0.0.24022510`. */
  depot: Map<string, { version: Version; displayName: string; displayVersion: string; releasedAt: Millis }>;
  backups: Map<
    string,
    {
      id: string;
      state: 'INPROGRESS' | 'SUCCEEDED' | 'FAILED';
      progress: number;
      comment: string;
      /** Why it failed. */
      reason?: string;
      startedAt: Millis;
      endedAt?: Millis;
      location: string;
    }
  >;
  /** Whether the API answers: `refused` closes the connection, `bad-gateway` answers 502/503 with HTML. */
  api: 'up' | 'refused' | 'bad-gateway';
  licensed: boolean;
  /** Trusted vCenters: registered services of the TA hosts, and the principal. */
  taServices: Map<string, LabTaService>;
  principal: LabPrincipal;
  /** Number of the server certificate that it shows; each number is another one. */
  certificates: number;
  /** HTTPS endpoint once listening. */
  endpoint?: { url: string; certPem: string; thumbprintSha256: string; thumbprintSha1: string };
}
