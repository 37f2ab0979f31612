import type { HostPlatform } from './host-platform.js';
import type { ImageReports } from './image-reports.js';
import type { Health } from './inventory.js';
import type { TaskList } from './running-task.js';
import type { EsxVersion } from './version.js';

/**
 * How fit one vCenter and what belongs to it are for an upgrade: looked at once, before a plan. Whatever is absent could
 * not be read, which is never taken for fine (DG-14).
 */
export interface Readiness {
  readonly vcenter: string;
  /** Identity of the vCenter, whatever names it has. */
  readonly instanceUuid?: string;
  /** Nodes in Enhanced Linked Mode with it, itself left out. */
  readonly linkedWith?: readonly string[];
  /** Moids of its clusters that are switched on as Trust Authority Cluster. */
  readonly authorityClusters?: readonly string[];
  /** `host:port` of the attestation services of the Trust Authority Cluster; its side only. */
  readonly serviceAddresses?: readonly string[];
  readonly access?: Access;
  /** Of the login for the vTA configuration, where that is another one. */
  readonly trustAccess?: Access;
  readonly clock?: ClockReading;
  /** `NTP`, `HOST` or `DISABLED`. */
  readonly timeSync?: string;
  /** Colours of the appliance: `green`, `yellow`, … */
  readonly storage?: string;
  readonly databaseStorage?: string;
  /** How vCenter HA is deployed: automatically, by hand, or not at all. */
  readonly vcenterHa?: 'NONE' | 'AUTO' | 'MANUAL';
  /** Certificates with their ends. */
  readonly certificates?: readonly CertificateEnd[];
  /** Triggered alarms, all of them. */
  readonly alarms?: readonly TriggeredAlarm[];
  readonly tasks?: TaskList;
  /** ESXi base images in the depot. */
  readonly depot?: readonly EsxVersion[];
  /** Of every cluster. */
  readonly imageReports?: readonly ImageReports[];
  /** Key servers of every key provider; the Trust Authority side only. */
  readonly keyServers?: readonly KeyServer[];
  /** Of the clusters that use vSAN. */
  readonly vsan?: readonly VsanReading[];
  /** Encrypted VMs without EFI firmware with Secure Boot, as far as is told; the trusted sides only. */
  readonly insecureVms?: readonly InsecureVm[];
  /** By moid. */
  readonly hosts?: readonly HostReadiness[];
}

/** What a login of this side may do. */
export interface Access {
  /** As the server names it. */
  readonly login: string;
  /** Of the privileges that an upgrade needs, whichever login has to have them. */
  readonly missingPrivileges: readonly string[];
  /** Whether the group TrustedAdmins lists it; absent = the directory does not say. */
  readonly trustedAdmin?: boolean;
}

/** The clock of a server, seen beside that of the worker. */
export interface ClockReading {
  /** Its time, ISO 8601. */
  readonly at: string;
  /** The worker's time in the middle of the call, milliseconds since the epoch. */
  readonly readAtMs: number;
  /** How wrong the comparison may be, seconds of the server. */
  readonly toleranceSeconds: number;
  /** Seconds that pass there in one second here: 1, but for a lab in a hurry. */
  readonly timeScale: number;
}

export interface CertificateEnd {
  /** Whose it is: `TLS certificate of vc-1`. */
  readonly name: string;
  /** ISO 8601; absent = the certificate could not be read. */
  readonly expiresAt?: string;
}

export interface TriggeredAlarm {
  /** System name, else the name: `alarm.HostTimeSyncAlarm`. */
  readonly name: string;
  /** Name of what it is on. */
  readonly on: string;
  readonly status: string;
}

export interface KeyServer {
  readonly provider: string;
  readonly name: string;
  readonly health: Health;
  readonly trustsClient: boolean;
  readonly isTrusted: boolean;
}

/** An encrypted VM that is not known to have EFI firmware with Secure Boot. */
export interface InsecureVm {
  readonly name: string;
  /** ID of the key provider; absent = not readable. */
  readonly keyProvider?: string;
  /** `efi` or `bios`; absent = not readable. */
  readonly firmware?: string;
  readonly secureBoot?: boolean;
}

/** What vim25 tells of the vSAN of a cluster. */
export interface VsanReading {
  /** Moid. */
  readonly cluster: string;
  /** Connected hosts: `healthy`, `unhealthy` or `unknown`, and how many members each of them sees, itself included. */
  readonly nodes: readonly { readonly moid: string; readonly health: string; readonly members: number }[];
  /** What is being resynchronized; absent = unread. */
  readonly resync?: { readonly objects: number; readonly bytes: number };
}

export interface HostReadiness {
  readonly moid: string;
  readonly memoryMiB?: number;
  /** Used by everything on it. */
  readonly usedMiB?: number;
  /** Given to its running VMs. */
  readonly runningMiB?: number;
  /** The running VM that needs the most room. */
  readonly largestVm?: { readonly name: string; readonly memoryMiB: number };
  /** Memory reservations of its running VMs together. */
  readonly reservedMiB?: number;
  /** Running VMs that have one. */
  readonly reservedVms?: readonly { readonly name: string; readonly memoryMiB: number }[];
  /** EVC mode in effect, where EVC is off the highest that its CPUs have; absent = not told. */
  readonly evcMode?: string;
  /** Time servers that it is set to ask; absent = unread. */
  readonly timeServers?: number;
  readonly timeServiceRuns?: boolean;
  /** Its TPM, firmware and processor; absent = unread. */
  readonly platform?: HostPlatform;
  /** Absent = unread, also of a host that is away. */
  readonly clock?: ClockReading;
  /** Its running VMs that cannot go to any host of the cluster; absent = unread. */
  readonly boundVms?: readonly BoundVm[];
}

/** A running VM that something ties to its host, or to some hosts. */
export interface BoundVm {
  readonly name: string;
  /** Devices with which it cannot be moved: `PCI device 0 (passthrough)`. */
  readonly heldBy: readonly string[];
  /** Devices with which it can be moved to some hosts only, or not by DRS. */
  readonly mayBeHeldBy: readonly string[];
  /** What it needs, where some host of the cluster does not have it. */
  readonly needs: readonly VmNeed[];
  /** Enabled rules that keep it apart from others: how many of their VMs run, this one included. */
  readonly apart: readonly { readonly rule: string; readonly running: number }[];
  /** vSphere Fault Tolerance is on for it, or may be. */
  readonly faultTolerant: boolean;
}

/** A datastore, a network, CPU features by the EVC mode that has them, or a mandatory rule between VMs and hosts. */
export interface VmNeed {
  readonly what: 'datastore' | 'network' | 'evc' | 'rule';
  readonly name: string;
  /** Moids of the hosts of the cluster that have it. */
  readonly hosts: readonly string[];
}
