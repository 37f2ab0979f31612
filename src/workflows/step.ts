import type { DurationKind } from '../domain/durations.js';
import type { WhyNot } from '../domain/model/waiting.js';

/** Something that takes its time: how long is usual, and what people read meanwhile. */
export interface Step {
  readonly name: string;
  readonly kind: DurationKind;
  readonly waiting: WhyNot;
}
