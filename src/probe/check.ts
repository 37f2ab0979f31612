import type { Judgement, ProbeFinding } from './finding.js';
import type { Observed } from './observed.js';

/** One check of the closed list: what is assumed, and the judgement of each subject. */
export interface ProbeCheck {
  readonly check: string;
  readonly assumed: string;
  readonly means: string;
  readonly where: string;
  readonly judge: (observed: Observed) => readonly Judgement[];
}

/** The findings of one check, in the order of its subjects. */
export const runCheck = ({ judge, ...about }: ProbeCheck, observed: Observed): ProbeFinding[] =>
  judge(observed).map(({ subject, isAsAssumed, found, settles }) => ({
    ...about,
    subject,
    verdict: isAsAssumed === undefined ? 'not-seen' : isAsAssumed ? 'as-assumed' : 'different',
    found,
    ...(settles && { assumption: settles }),
  }));

/** Distinct texts in order, with commas; `none` for nothing. */
export const listed = (texts: Iterable<string>): string =>
  [...new Set(texts)].toSorted().join(', ') || 'none';

/** The first few of many names. */
export const some = (names: readonly string[], most = 5): string =>
  names.length > most
    ? `${names.slice(0, most).join(', ')} and ${names.length - most} more`
    : names.join(', ');
