import type { JournalEntry } from '../world/model.js';
import type { Checker } from './checker.js';
import { checkersFor } from './checkers/index.js';
import type { EstateState } from './estate.js';
import { asForeign, isForeign } from './foreign.js';
import { replay } from './replay.js';
import type { RefereeReport } from './report.js';
import { unexpectedEffect } from './sets.js';
import type { Tally } from './tally.js';
import { startTally } from './tally.js';
import type { Told } from './told.js';

export type { RefereeReport } from './report.js';
export type { Told } from './told.js';

/**
 * Judges the journal of a lab against the rule book. A journal that is empty or cannot be understood, and a
 * checker that throws, make `unknown`, which is never taken for `holds`.
 *
 * @param told - what no journal tells
 * @param checkers - all rules by default; tests bring their own
 */
export function judge(
  entries: readonly JournalEntry[],
  told: Told = {},
  checkers: readonly Checker[] = checkersFor(told),
): RefereeReport {
  const bench = checkers.map((checker) => ({
    checker,
    tally: startTally(checker.rule, checker.vacuousBecause),
  }));
  const unexpected: string[] = [];
  const failure = hear(asForeign(entries, told.people ?? []), bench, unexpected);
  if (failure !== undefined) for (const { tally } of bench) tally.crashed(failure);

  const verdicts = bench.map(({ tally }) => tally.verdict());
  const violations = bench.flatMap(({ tally }) => tally.violations).toSorted((a, b) => a.seq - b.seq);
  const unknown = verdicts
    .filter(({ verdict }) => verdict === 'unknown')
    .map(({ rule, because }) => `${rule}: ${because ?? 'unknown'}`);
  const repeated = violations
    .filter(({ rule }) => rule.startsWith('once/'))
    .map(({ rule, seq, subject, text }) => `${seq} ${rule.slice('once/'.length)} ${subject}: ${text}`);
  const ok = violations.length === 0 && unknown.length === 0 && failure === undefined;
  return { verdicts, violations, unknown, sets: { repeated, unexpected }, ok };
}

type Bench = readonly { readonly checker: Checker; readonly tally: Tally }[];

/** Plays the journal before all checkers. Answers why it could not be played to its end. */
function hear(entries: readonly JournalEntry[], bench: Bench, unexpected: string[]): string | undefined {
  let state: EstateState | undefined;
  let previous: JournalEntry | undefined;
  for (const entry of entries) {
    const before = state;
    try {
      state = replay(before, entry, previous);
      if (before && !isForeign(entry)) {
        const note = unexpectedEffect({ before, entry, after: state });
        if (note !== undefined) unexpected.push(note);
      }
    } catch (error) {
      return reason(error);
    }
    previous = entry;
    const after = state;
    // What somebody else does changes the estate, which the next effect of the product is judged by.
    if (!before || isForeign(entry)) continue;
    guard(bench, entry.seq, ({ step }, tally) => step?.({ before, entry, after }, tally.court));
  }
  if (!state) return 'the journal is empty';
  const last = state;
  guard(bench, previous?.seq ?? 0, ({ end }, tally) => end?.(last, tally.court));
  return undefined;
}

function guard(bench: Bench, seq: number, ask: (checker: Checker, tally: Tally) => void): void {
  for (const { checker, tally } of bench) {
    if (tally.hasCrashed) continue;
    tally.at(seq);
    try {
      ask(checker, tally);
    } catch (error) {
      tally.crashed(reason(error));
    }
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
