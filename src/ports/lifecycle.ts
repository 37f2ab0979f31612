import type { VCenterRef } from '../domain/model/estate.js';
import type { ApplyPolicy, ClusterRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import type { CallOptions, TaskRef } from './calls.js';

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
