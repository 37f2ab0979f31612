import type { Millis, Version } from './model.js';

export interface LabPolicy {
  failure_action: { action: 'FAIL' | 'RETRY'; retry_delay?: number; retry_count?: number };
  pre_remediation_power_action: string;
  enable_quick_boot: boolean;
  disable_dpm: boolean;
  disable_hac: boolean;
  evacuate_offline_vms: boolean;
  enforce_hcl_validation?: boolean;
  parallel_remediation_action?: { enabled: boolean; max_hosts?: number };
  [other: string]: unknown;
}

export interface LabCommit {
  readonly id: string;
  readonly baseImage: Version;
  readonly author: string;
  readonly at: Millis;
  readonly message: string;
}

export interface LabApplyResult {
  commit: string;
  startedAt: Millis;
  endedAt?: Millis;
  hosts: Map<
    string,
    {
      status: 'RUNNING' | 'OK' | 'SKIPPED' | 'TIMED_OUT' | 'ERROR';
      startedAt: Millis;
      endedAt?: Millis;
      messages: string[];
    }
  >;
}
