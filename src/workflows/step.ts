import type { DurationKind } from '../domain/durations.js';
import type { WhyNot } from '../domain/model/waiting.js';

/** Something that takes its time: how long is usual, and what people read meanwhile. */
export interface Step {
  readonly name: string;
  readonly kind: DurationKind;
  readonly waiting: WhyNot;
  /**
   * People do it: nothing of ours is under way, so an abort ends the wait at once. `expected` = they have their time,
   * and are asked when it is over or something is wrong; `asked` = from the beginning, and only the wanted state ends it.
   */
  readonly byPeople?: 'expected' | 'asked';
}
