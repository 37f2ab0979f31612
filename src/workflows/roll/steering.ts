import { DEFAULT_LIMITS, type RunLimits } from '../../domain/model/limits.js';
import type { ClusterRef } from '../../domain/model/inventory.js';
import type { ClusterStep } from '../../domain/model/plan.js';
import type { HostFailure, TierFailures } from '../../domain/rolling/index.js';

/** What the run tells a cluster's roll: its part of the limits, and what happened in the rest of the tier. */
export interface Steering {
  readonly limits: RunLimits;
  /** Most hosts in hand here, from the limits per vCenter and of the whole run. */
  readonly granted: number;
  /** The tier without this cluster's own failures. */
  readonly tier: TierFailures;
  /** Names of waiting hosts in the order asked for last. */
  readonly order?: readonly string[];
}

/** Could the hosts that wait be taken in this order? Answered in a report. */
export interface OrderQuestion {
  readonly id: string;
  readonly hosts: readonly string[];
}

/** What a roll tells the run, whenever it changes. */
export interface RollReport {
  readonly cluster: ClusterRef;
  /** Parked and skipped hosts of the cluster; the whole present list. */
  readonly failures: readonly HostFailure[];
  /** No more than this is in hand here, and no more will be until more is granted. */
  readonly holds: number;
  /** Why the order asked about cannot be; null = it can. */
  readonly answer?: { readonly id: string; readonly why: string | null };
}

/** For a roll that was started without: one host at a time, and only its own failures count. */
export function defaultSteering({ role, hosts }: ClusterStep): Steering {
  const tier = role === 'authority' ? 'authority-hosts' : 'trusted-hosts';
  return {
    limits: DEFAULT_LIMITS,
    granted: 1,
    tier: { tier, total: hosts.length, failures: [], accepted: [] },
  };
}
