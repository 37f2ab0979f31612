import type { DurationKind } from '../durations.js';

/**
 * Whether an effect may be repeated without asking anybody.
 *
 * - `never`: once begun it is adopted or left to a person; a second one is a person's decision
 * - `after-looking`: only when the state shows that it neither runs nor is done
 * - `freely`: a second one leaves the same state as the first
 */
export type Repeat = 'never' | 'after-looking' | 'freely';

/** One thing that the product changes outside its own memory, and how it stays a single one. */
export interface Effect {
  /** Key in the reference and in test tables, `apply`. */
  readonly name: string;
  readonly on: 'vCenter' | 'cluster' | 'host' | 'Trust Authority Cluster' | 'records';
  /** What it does, one sentence. */
  readonly does: string;
  /** Activities that begin it; empty when no activity of this release does. Each looks before it acts. */
  readonly begunBy: readonly string[];
  /** The read-only activity that waits for its end; absent when the first one answers at once. */
  readonly awaitedBy?: string;
  /** Writing methods of the ports, `hosts.enterMaintenance`. */
  readonly ports: readonly string[];
  /** Writes on the wire: `POST /session` of the Automation API, `HostSystem.EnterMaintenanceMode_Task` of vim25. */
  readonly operations: readonly string[];
  /** How one already begun is recognised. */
  readonly begun: string;
  /** How one already done is recognised. */
  readonly done: string;
  readonly repeat: Repeat;
  /** Rows of the durations table that limit it and say how often a failed one is repeated. */
  readonly durations: readonly DurationKind[];
  /** What it means that no answer arrived, and what decides. */
  readonly unknown: string;
  /** What undoes it. */
  readonly undo: string;
  readonly rules: readonly string[];
}
