import type { WaitingOn } from '../client/types.js';
import { wrap, type Style } from './style.js';
import { clock, duration, secondsBetween } from './time.js';
import { WAITING_WORDS } from './words.js';

/**
 * `waiting for …: have …, need …; since …; normal up to …; you may …`, and "longer than normal" once it is.
 *
 * One line where it fits into the width, continued below itself where it does not.
 */
export function waitingLines(waiting: WaitingOn, style: Style): string[] {
  return wrap(waitingSentence(waiting, style.now), style.width - 2, '  ');
}

/** The same as one line of plain text, however long. */
export function waitingSentence(waiting: WaitingOn, now: number): string {
  const seconds = secondsBetween(waiting.since, undefined, now);
  const limit = waiting.normalUpToSeconds;
  const late = limit !== undefined && seconds > limit;
  return [
    `waiting for ${WAITING_WORDS[waiting.kind]} ${waiting.subject}: have ${waiting.have}, need ${waiting.need}`,
    `since ${clock(waiting.since)} (${duration(seconds)})`,
    limit === undefined ? '' : `${late ? 'LONGER THAN NORMAL, ' : ''}normal up to ${duration(limit)}`,
    youMay(waiting),
    `[${waiting.rule}]`,
  ]
    .filter(Boolean)
    .join('; ')
    .replace(/; \[/, ' [');
}

function youMay({ youMay }: WaitingOn): string {
  if (youMay.length === 0) return 'nothing to do but wait';
  return youMay.map(({ who, what }) => `${who} may ${what}`).join(', or ');
}
