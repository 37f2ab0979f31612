import type { Court } from './checker.js';
import type { RuleVerdict, Violation } from './report.js';

/** What one rule has found so far. */
export interface Tally {
  readonly court: Court;
  /** The place in the journal that the next violation belongs to. */
  at(seq: number): void;
  /** The checker threw: whatever else it found, it cannot say that the rule holds. */
  crashed(reason: string): void;
  readonly hasCrashed: boolean;
  readonly violations: readonly Violation[];
  verdict(): RuleVerdict;
}

/** @param vacuousBecause - said when nothing was judged */
export function startTally(rule: string, vacuousBecause = 'nothing in the journal to judge'): Tally {
  const violations: Violation[] = [];
  let judged = 0;
  let seq = 0;
  let most = { count: 0, what: '' };
  let crash: string | undefined;
  return {
    court: {
      judged: () => void judged++,
      violation: (subject, text) => void violations.push({ rule, subject, seq, text }),
      peak: (count, what) => void (count > most.count && (most = { count, what })),
    },
    at: (next) => void (seq = next),
    crashed: (reason) => void (crash ??= reason),
    get hasCrashed() {
      return crash !== undefined;
    },
    violations,
    verdict: () => {
      const first = violations[0];
      if (first) return { rule, verdict: 'violated', judged, because: `${first.subject} ${first.text}` };
      if (crash !== undefined) return { rule, verdict: 'unknown', judged, because: crash };
      if (judged === 0) return { rule, verdict: 'vacuous', judged, because: vacuousBecause };
      const because = most.count > 1 ? { because: `at most ${most.count} ${most.what}` } : {};
      return { rule, verdict: 'holds', judged, ...because };
    },
  };
}
