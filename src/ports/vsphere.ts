import type { TpmReading } from '../domain/attestation/index.js';
import type { AuthorityChange } from '../domain/archive/change.js';
import type { AuthorityReading } from '../domain/archive/configuration.js';
import type { TrustedConfiguration } from '../domain/archive/trusted-configuration.js';
import type { HostAccess, VCenterRef } from '../domain/model/estate.js';
import type { HostPlatform } from '../domain/operations/onboard-cluster/candidate.js';
import type {
  ApplyPolicy,
  Attestation,
  AuthorityFacts,
  BaseImage,
  BootEvidence,
  ClusterRef,
  EsxCluster,
  EsxHost,
  HostRef,
  TrustLink,
  VCenterFacts,
} from '../domain/model/inventory.js';
import type { EncryptedVm } from '../domain/leaving/index.js';
import type { AuthorityHealth, HostService } from '../domain/services/index.js';
import type { TaskList } from '../domain/model/running-task.js';
import type { EsxVersion, VCenterVersion } from '../domain/model/version.js';
import type { CallOptions, TaskReading, TaskRef } from './calls.js';
import type { ReadinessPort } from './readiness.js';
import type { MembershipPort } from './membership.js';
import type { RegistrationsPort } from './registrations.js';

export type { CallOptions, TaskReading, TaskRef } from './calls.js';

/** One vCenter appliance: version, update, backup. */
export interface AppliancePort {
  readVCenter(vcenter: VCenterRef, options?: CallOptions): Promise<VCenterFacts>;
  readVersion(vcenter: VCenterRef, options?: CallOptions): Promise<VCenterVersion>;
  /**
   * State of the update engine, with the version it works on, its last error, and the install that its running or
   * ended task is about; `startedAt` by the clock of the appliance.
   */
  readUpdate(
    vcenter: VCenterRef,
    options?: CallOptions,
  ): Promise<{
    state: string;
    version: string;
    staged?: string;
    install?: { readonly startedAt?: string };
    error?: string;
  }>;
  /** Errors and warnings of the appliance's own pre-check; empty errors = may go on. */
  precheck(
    vcenter: VCenterRef,
    version: string,
    options?: CallOptions,
  ): Promise<{ errors: readonly string[]; warnings: readonly string[] }>;
  /** 204 on the wire: it has started; progress by `readUpdate`. */
  stage(vcenter: VCenterRef, version: string, options?: CallOptions): Promise<void>;
  install(vcenter: VCenterRef, version: string, options?: CallOptions): Promise<void>;
  /** Starts a file-based backup to the location of the worker's configuration; answers the job ID. */
  startBackup(vcenter: VCenterRef, comment: string, options?: CallOptions): Promise<string>;
  readBackup(
    vcenter: VCenterRef,
    job: string,
    options?: CallOptions,
  ): Promise<{
    state: 'running' | 'succeeded' | 'failed';
    progress: number;
    endedAt?: string;
    error?: string;
  }>;
  /** Newest jobs first; used to adopt one that is already running or has ended since `since`. */
  listBackups(
    vcenter: VCenterRef,
    options?: CallOptions,
  ): Promise<readonly { id: string; state: string; comment?: string; startedAt: string; endedAt?: string }[]>;
}

/** The Trust Authority Cluster through its vCenter. */
export interface TrustAuthorityPort {
  /** @throws NotFound (`errorType`) when no cluster of that name is enabled */
  readAuthority(vcenter: VCenterRef, cluster: string, options?: CallOptions): Promise<AuthorityFacts>;
  /** Everything readable of the vTA configuration (2.9), with the health of each item. */
  readConfiguration(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<AuthorityReading>;
  /**
   * Starts one write; secrets are resolved from their names for this call alone (DG-18). "Already exists" comes as with
   * `startImport`.
   */
  startChange(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    change: AuthorityChange,
    options?: CallOptions,
  ): Promise<TaskRef>;
  /** Answers the import task. "Already exists" comes as failed task or error with `errorType` ALREADY_EXISTS. */
  startImport(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    imgdb: Uint8Array,
    options?: CallOptions,
  ): Promise<TaskRef>;
  /** A running import task of this cluster, if the server lists one. */
  findImport(vcenter: VCenterRef, cluster: ClusterRef, options?: CallOptions): Promise<TaskRef | undefined>;
  /** Answers the removal task; the server asks nobody whether the image is in use. */
  startRemoval(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    image: BaseImage,
    options?: CallOptions,
  ): Promise<TaskRef>;
  /**
   * The newest removal of a base image of this cluster that runs, or has begun since `since` (server's clock, ISO 8601),
   * ended or not. Which version it is about the server does not say.
   */
  findRemoval(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    since: string,
    options?: CallOptions,
  ): Promise<TaskRef | undefined>;
}

/** The trusted side's link to the Trust Authority. */
export interface TrustedSidePort {
  readLink(vcenter: VCenterRef, options?: CallOptions): Promise<TrustLink>;
  /** Principal, registrations and bindings of the named clusters, whole, for the archive (2.9). */
  readConfiguration(
    vcenter: VCenterRef,
    clusters: readonly string[],
    options?: CallOptions,
  ): Promise<TrustedConfiguration>;
  readAppliedConfig(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<'NONE' | 'OK' | 'ERROR'>;
  /** Binds all services of one kind that a Trust Authority Cluster offers; "already exists" comes as with an import. */
  startBinding(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    services: { readonly kind: 'attestation' | 'kms'; readonly authorityCluster: string },
    options?: CallOptions,
  ): Promise<TaskRef>;
  /** Every cluster that an attestation service is bound to, whatever the estate file names. @rule DG-10 */
  listTrustedClusters(vcenter: VCenterRef, options?: CallOptions): Promise<readonly ClusterRef[]>;
}

/** Clusters and hosts, and what is done to one host. */
export interface HostsPort {
  /** The named clusters with their lifecycle settings and hosts; unknown names are an error that lists the known ones. */
  readClusters(
    vcenter: VCenterRef,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<readonly EsxCluster[]>;
  /** The server's clock, ISO 8601. */
  readTime(vcenter: VCenterRef, options?: CallOptions): Promise<string>;
  readHost(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<EsxHost>;
  /** What vCenter knows of TPM and firmware of a cluster's hosts, by moid. */
  readPlatforms(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<Readonly<Record<string, HostPlatform>>>;
  readAttestation(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<Attestation>;
  /** Evidence from the event history for the boot at `bootTime` (2.12). */
  readBootEvidence(
    vcenter: VCenterRef,
    host: HostRef,
    bootTime: string,
    options?: CallOptions,
  ): Promise<BootEvidence>;
  enterMaintenance(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<TaskRef>;
  exitMaintenance(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<TaskRef>;
  /** A running maintenance task of this host, so that it is adopted instead of repeated. */
  findMaintenanceTask(
    vcenter: VCenterRef,
    host: HostRef,
    direction: 'enter' | 'exit',
    options?: CallOptions,
  ): Promise<TaskRef | undefined>;
  /** An ordinary restart, refused outside maintenance mode; over when the boot time has moved, not with its task. */
  reboot(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<TaskRef>;
  /** A restart of this host that runs, or was ordered since `since` (ISO 8601, by the server's clock) and has not failed. */
  findReboot(
    vcenter: VCenterRef,
    host: HostRef,
    since: string,
    options?: CallOptions,
  ): Promise<TaskRef | undefined>;
  /** Measurements of the last firmware boot; absent when the release, the login or the host offers none (2.12). */
  readTpm(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<TpmReading | undefined>;
  reconnect(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<TaskRef>;
  /**
   * Downloads `boot_imgdb.tgz` of the running image from the host itself; the thumbprint is vCenter's. With the host's
   * `vcenter` a ticket of it is tried too. @throws `refused`, naming what was tried, when the host lets none in
   */
  downloadImageDatabase(
    host: EsxHost,
    access: HostAccess,
    options?: CallOptions & { readonly vcenter?: VCenterRef },
  ): Promise<{ bytes: Uint8Array; notice?: string }>;
}

/** Hosts of one software call; a fleet-wide remediation (an empty list on the wire) cannot be written down. */
export type OneHost = readonly [moid: string];

/** A running task of vLCM on a cluster; what an apply concerns, as far as its task says. */
export interface SoftwareTask {
  readonly task: TaskRef;
  readonly operation: string;
  readonly commit?: string;
  /** Every host it is about, by moid. */
  readonly hosts?: readonly string[];
}

/** vSphere Lifecycle Manager, image side. */
export interface LifecyclePort {
  /** Sets the base image in a draft and commits it; a stale draft of ours is replaced. Answers the commit task. */
  startCommit(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    baseImage: string,
    message: string,
    options?: CallOptions,
  ): Promise<TaskRef>;
  /** A running commit task of this cluster, if the server lists one. */
  findCommit(vcenter: VCenterRef, cluster: ClusterRef, options?: CallOptions): Promise<TaskRef | undefined>;
  readDesired(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<{ baseImage: EsxVersion; commit?: string } | undefined>;
  readPolicy(vcenter: VCenterRef, cluster: ClusterRef, options?: CallOptions): Promise<ApplyPolicy>;
  /** Replaces the configured policy by `raw`. */
  writePolicy(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    raw: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<void>;
  startCheck(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    commit: string,
    hosts: OneHost,
    options?: CallOptions,
  ): Promise<TaskRef>;
  startStage(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    commit: string,
    hosts: OneHost,
    options?: CallOptions,
  ): Promise<TaskRef>;
  startApply(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    commit: string,
    hosts: OneHost,
    options?: CallOptions,
  ): Promise<TaskRef>;
  /** A running software task (check, stage, apply) of this cluster, if the server lists one. */
  findSoftwareTask(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<SoftwareTask | undefined>;
  /** Result of the newest apply, for the case that its task is gone. */
  readLastApply(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<
    | {
        commit: string;
        startedAt?: string;
        failed: readonly string[];
        successful: readonly string[];
        skipped: readonly string[];
        messages: readonly string[];
      }
    | undefined
  >;
}

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
