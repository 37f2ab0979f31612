import type { Waiver } from './waiver.js';

/** How much a finding weighs: a blocker stops the plan, a warning is shown to the approver. */
export type Severity = 'blocker' | 'warning' | 'info';

/** A rule's answer about one subject. Every finding says what to do next. */
export interface Finding {
  /** Rule ID of the rule book, `QB-4`. */
  readonly rule: string;
  /** Stable name of the check, `base-image-missing`; used by waivers and tests. */
  readonly check: string;
  /** What it is about, in the operator's words: a host, cluster, vCenter, image or step. */
  readonly subject: string;
  readonly severity: Severity;
  /** One sentence: what was found, and what was expected. */
  readonly message: string;
  /** One sentence: what the reader does about it. */
  readonly remedy: string;
  /** Who has taken the responsibility for it: it would be a blocker otherwise, and is one again when this has expired. */
  readonly waiver?: FindingWaiver;
}

/** What a finding says of the waiver behind it. */
export type FindingWaiver = Pick<Waiver, 'id' | 'by' | 'reason' | 'expiresAt'>;
