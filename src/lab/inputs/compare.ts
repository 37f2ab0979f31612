/** Where a replay gives another journal than was recorded. */
export interface Difference {
  /** Line of the recording. */
  readonly line: number;
  /** Number of the entry in the journal. */
  readonly seq: number;
  /** JSON; absent = none. */
  readonly recorded?: string;
  readonly replayed?: string;
}

/**
 * Compares a journal that grows with the entries of a recording, which stand behind the input from which they follow.
 * Only the first difference is kept: what comes after it follows from it.
 */
export function compareWith(journal: readonly string[]) {
  let seen = 0;
  let difference: Difference | undefined;
  return {
    /** The next entry is this one. */
    expect(line: number, recorded: string): void {
      const replayed = journal[seen];
      seen += 1;
      if (replayed === recorded) return;
      difference ??= { line, seq: seen, recorded, ...(replayed !== undefined && { replayed }) };
    },
    /** No other entry has followed from what was given so far. */
    expectNoMore(line: number): void {
      const replayed = journal[seen];
      if (replayed !== undefined) difference ??= { line, seq: seen + 1, replayed };
    },
    get difference() {
      return difference;
    },
  };
}

/** The difference as a person reads it. */
export const differenceText = ({ line, seq, recorded, replayed }: Difference): string =>
  [
    `line ${line} of the recording: entry ${seq} of the journal differs`,
    `  recorded ${recorded ?? 'nothing'}`,
    `  replayed ${replayed ?? 'nothing'}`,
  ].join('\n');
