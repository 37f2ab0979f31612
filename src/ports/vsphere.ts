import type { VCenterRef } from '../domain/model/estate.js';
import type { HostRef } from '../domain/model/inventory.js';
import type { EncryptedVm } from '../domain/leaving/index.js';
import type { AuthorityHealth, HostService } from '../domain/services/index.js';
import type { TaskList } from '../domain/model/running-task.js';
import type { CallOptions, TaskReading, TaskRef } from './calls.js';
import type { ReadinessPort } from './readiness.js';
import type { MembershipPort } from './membership.js';
import type { RegistrationsPort } from './registrations.js';
import type { AppliancePort } from './appliance.js';
import type { HostsPort } from './hosts.js';
import type { LifecyclePort } from './lifecycle.js';
import type { TrustAuthorityPort, TrustedSidePort } from './trust.js';

export type { AppliancePort } from './appliance.js';
export type { CallOptions, TaskReading, TaskRef } from './calls.js';
export type { HostsPort } from './hosts.js';
export type { LifecyclePort, OneHost, SoftwareTask } from './lifecycle.js';
export type { TrustAuthorityPort, TrustedSidePort } from './trust.js';

/** A task that failed, as Recent Tasks shows it. */
export interface FailedTask {
  /** What it was to do, `HostSystem.enterMaintenanceMode`. */
  readonly name: string;
  readonly error: string;
  readonly endedAt?: string;
}

export interface TasksPort {
  readTask(vcenter: VCenterRef, task: TaskRef, options?: CallOptions): Promise<TaskReading>;
  /** Failed tasks among the recent ones of a host, or of the vCenter as a whole; oldest first. */
  listFailed(
    vcenter: VCenterRef,
    host: HostRef | undefined,
    options?: CallOptions,
  ): Promise<readonly FailedTask[]>;
  /** Tasks that have not ended, of everybody; those vCenter lists as recent. @rule DG-12 */
  listRunning(vcenter: VCenterRef, options?: CallOptions): Promise<TaskList>;
}

/** An event of the history, in vCenter's words. */
export interface HistoryEvent {
  /** `com.vmware.vc.TaHostAttestFailEvent`, or a class of vim25. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly message: string;
}

/** What is read of a vCenter to be shown to people. */
export interface EvidencePort {
  /** The newest events of a host, oldest first. */
  listEvents(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<readonly HistoryEvent[]>;
  /** Encrypted VMs of the named clusters; one whose key cannot be read counts as encrypted (DG-14). */
  listEncryptedVms(
    vcenter: VCenterRef,
    clusters: readonly string[],
    options?: CallOptions,
  ): Promise<readonly EncryptedVm[]>;
}

/** Services of a host as its vCenter shows them, and what the Trust Authority Cluster says of its own. */
export interface ServicesPort {
  /** Every service the host lists, vTA or not; `undefined` when its list is not there, as of a host that is away. */
  readServices(
    vcenter: VCenterRef,
    host: HostRef,
    options?: CallOptions,
  ): Promise<readonly HostService[] | undefined>;
  /** Health of the attestation and key provider service of the cluster with this name. */
  readHealth(vcenter: VCenterRef, cluster: string, options?: CallOptions): Promise<AuthorityHealth>;
  start(vcenter: VCenterRef, host: HostRef, key: string, options?: CallOptions): Promise<void>;
  stop(vcenter: VCenterRef, host: HostRef, key: string, options?: CallOptions): Promise<void>;
  restart(vcenter: VCenterRef, host: HostRef, key: string, options?: CallOptions): Promise<void>;
}

/** All of vSphere that one worker process may use. Connections are shared; `close` logs out everywhere. */
export interface VSpherePorts {
  readonly appliance: AppliancePort;
  readonly trustAuthority: TrustAuthorityPort;
  readonly trustedSide: TrustedSidePort;
  readonly hosts: HostsPort;
  readonly membership: MembershipPort;
  readonly registrations: RegistrationsPort;
  readonly lifecycle: LifecyclePort;
  readonly tasks: TasksPort;
  readonly readiness: ReadinessPort;
  readonly services: ServicesPort;
  readonly evidence: EvidencePort;
  close(): Promise<void>;
}
