/** Everything a run, vCenter or host can be waiting for. Closed: a new kind needs a docs anchor and a test. */
export type WaitingKind =
  // people
  | 'gate'
  | 'operator-decision'
  | 'paused'
  | 'operator-upgrade'
  // TA side (DG-7, DG-8, INV-4, INV-5)
  | 'ta-host-unavailable'
  | 'ta-service-unhealthy'
  | 'base-image-missing'
  | 'base-image-inconsistent'
  | 'trusted-host-unattested'
  // the host itself
  | 'host-unreadable'
  | 'host-not-connected'
  | 'host-differs-from-plan'
  | 'host-in-maintenance'
  | 'another-host-in-progress'
  // failures elsewhere
  | 'failure-budget'
  // work under way
  | 'vcenter-away'
  | 'backup'
  | 'staging'
  | 'installing'
  | 'evacuation'
  | 'remediation'
  | 'boot'
  | 'attestation'
  | 'image-import'
  | 'image-removal'
  | 'foreign-activity';

/**
 * The typed answer to "why not now". The same value steers the workflow and is what people read, in CLI, API and
 * report alike. Times are ISO 8601, UTC.
 */
export interface WaitingOn {
  readonly kind: WaitingKind;
  /** Host, vCenter, cluster, image or gate. */
  readonly subject: string;
  readonly since: string;
  /** What was read last, in words: `2 of 3 TA hosts connected`. */
  readonly have: string;
  /** What is needed to go on: `3 of 3`. */
  readonly need: string;
  readonly rule: string;
  /** Seconds for which waiting is normal; absent = no usual time (people). */
  readonly normalUpToSeconds?: number;
  /** Who may do what about it; empty = nothing to do but wait. */
  readonly youMay: readonly { readonly who: string; readonly what: string }[];
}
/** `WaitingOn` before the workflow stamps the time. */
export type WhyNot = Omit<WaitingOn, 'since'>;
