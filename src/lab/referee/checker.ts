import type { JournalEntry } from '../world/model.js';
import type { EstateState } from './estate.js';

/** One journal entry with the estate before and after it. */
export interface Step {
  readonly before: EstateState;
  readonly entry: JournalEntry;
  readonly after: EstateState;
}

/** Where a checker reports. The place in the journal is added by the referee. */
export interface Court {
  /** One situation was looked at, whatever came of it. */
  judged(): void;
  violation(subject: string, text: string): void;
  /** Largest number seen, told beside a verdict that holds. */
  peak(count: number, what: string): void;
}

/** One rule, without memory of its own: everything it needs of the past is in the replayed estate. */
export interface Checker {
  readonly rule: string;
  readonly step?: (step: Step, court: Court) => void;
  /** Why it may have nothing to judge, where that is not the journal's doing. */
  readonly vacuousBecause?: string | undefined;
  /** At the end of the journal, which may be the middle of a run. */
  readonly end?: (last: EstateState, court: Court) => void;
}
