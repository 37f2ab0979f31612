import type { AuthorityChange } from '../domain/archive/change.js';
import type { AuthorityReading } from '../domain/archive/configuration.js';
import type { TrustedConfiguration } from '../domain/archive/trusted-configuration.js';
import type { VCenterRef } from '../domain/model/estate.js';
import type { AuthorityFacts, BaseImage, ClusterRef, TrustLink } from '../domain/model/inventory.js';
import type { CallOptions, TaskRef } from './calls.js';

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
