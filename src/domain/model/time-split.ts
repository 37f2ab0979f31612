/** Where time goes. `window` = outside a change window. */
export type TimeCategory = 'working' | 'people' | 'vcenter' | 'window';

/** Seconds by category until `at`; since then they go to `now`. */
export interface TimeSplit {
  /** The estate does what it was told, and comes back to health after it. */
  readonly working: number;
  /** Gates, parked hosts and vCenters, pauses, and other administrators' work. */
  readonly people: number;
  /** A vCenter does not answer. */
  readonly vcenter: number;
  readonly window: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** null = ended, nothing is counted any more. */
  readonly now: TimeCategory | null;
}
