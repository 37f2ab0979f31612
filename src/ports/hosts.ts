import type { TpmReading } from '../domain/attestation/index.js';
import type { HostAccess, VCenterRef } from '../domain/model/estate.js';
import type { HostPlatform } from '../domain/model/host-platform.js';
import type { TpmEvidence, TpmRules } from '../domain/operations/onboard-cluster/tpm-trust.js';
import type {
  Attestation,
  BootEvidence,
  ClusterRef,
  EsxCluster,
  EsxHost,
  HostRef,
} from '../domain/model/inventory.js';
import type { CallOptions, TaskRef } from './calls.js';

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
  /** What these hosts show of the keys of their TPMs, beside the rules, by moid; of absent ones nothing could be read. */
  readTpmEvidence(
    vcenter: VCenterRef,
    hosts: readonly HostRef[],
    rules: TpmRules,
    options?: CallOptions,
  ): Promise<Readonly<Record<string, TpmEvidence>>>;
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
