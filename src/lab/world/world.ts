import type { Topology } from '../topology/schema.js';
import type { LabWorld } from './api.js';

/** What a simulated estate is made of. */
export interface WorldOptions {
  readonly topology: Topology;
  readonly seed: number;
  /** Lab seconds per wall second. */
  readonly speed: number;
  /** Starts with the clock standing still; only `step` moves it. */
  readonly paused?: boolean;
  /** Lab time of the start, milliseconds since the epoch; the wall clock when absent. */
  readonly startAt?: number;
}

export type CreateWorld = (options: WorldOptions) => LabWorld;
