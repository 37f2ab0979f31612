import type { JournalEntry } from '../world/model.js';
import type { RefereeReport } from './report.js';

export type { RefereeReport, RuleVerdict, Verdict, Violation } from './report.js';

/** Judges the journal of a lab against the rule book; an empty journal is `unknown`. */
export function judge(entries: readonly JournalEntry[]): RefereeReport {
  const unknown = [entries.length === 0 ? 'journal: it is empty' : 'journal: no rule was applied'];
  return { verdicts: [], violations: [], unknown, sets: { repeated: [], unexpected: [] }, ok: false };
}
