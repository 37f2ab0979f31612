/** `vacuous`: nothing in the journal for this rule to judge. `unknown`: the checker could not decide. */
export type Verdict = 'holds' | 'violated' | 'unknown' | 'vacuous';

export interface RuleVerdict {
  /** Rule ID of the rule book, or the short name of a rule of the referee's own (`once`, `maintenance`). */
  readonly rule: string;
  readonly verdict: Verdict;
  /** How many situations the rule was applied to. */
  readonly judged: number;
  /** For a person: the first violation, or why it is unknown or vacuous. */
  readonly because?: string;
}

export interface Violation {
  readonly rule: string;
  /** Host, cluster, vCenter or image by name. */
  readonly subject: string;
  /** Journal entry at which it was seen. */
  readonly seq: number;
  readonly text: string;
}

export interface RefereeReport {
  readonly verdicts: readonly RuleVerdict[];
  readonly violations: readonly Violation[];
  /** Rules that could not be decided, each with its reason. */
  readonly unknown: readonly string[];
  /** Effects issued more than once for one need, and effects no upgrade should have. */
  readonly sets: { readonly repeated: readonly string[]; readonly unexpected: readonly string[] };
  /** No violation and nothing unknown. */
  readonly ok: boolean;
}
