import type { LabCluster, LabHost, LabSession, LabUser, LabVm, Millis, Version } from './model.js';
import type { LabTask } from './task-model.js';
import type { LabPrincipal, LabTaService } from './trust-model.js';

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
  /** How vCenter HA is deployed. */
  readonly vcenterHa: 'NONE' | 'AUTO' | 'MANUAL';
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
