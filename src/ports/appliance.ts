import type { VCenterRef } from '../domain/model/estate.js';
import type { VCenterFacts } from '../domain/model/inventory.js';
import type { VCenterVersion } from '../domain/model/version.js';
import type { CallOptions } from './calls.js';

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
