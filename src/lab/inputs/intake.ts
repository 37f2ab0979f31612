import type { LabClock } from '../world/api.js';
import type { Millis } from '../world/model.js';
import type { Entry } from './entry.js';
import type { Recorder } from './recorder.js';

/** The one place at which something from outside begins to have an effect. */
export interface Intake {
  /**
   * Takes something in, in its turn: whatever follows from the one before has run as far as it can. Lab time moves to
   * the moment, `entry` is taken down, then it acts.
   */
  take(entry: (t: Millis) => Entry, act: () => void): void;
  /** The same at once, while the lab starts and nothing else is under way. */
  begin(entry: (t: Millis) => Entry, act: () => void): void;
  /** Number for a request. */
  next(): number;
}

export function createIntake(clock: LabClock, recorder: Recorder | undefined): Intake {
  let requests = 0;
  const begin: Intake['begin'] = (entry, act) => {
    const t = clock.reading();
    recorder?.write(entry(t));
    clock.moveTo(t);
    act();
  };
  return {
    begin,
    // Between two of these Node runs all promises, so that nothing of one mixes with the next.
    take: (entry, act) => void setImmediate(() => begin(entry, act)),
    next: () => (requests += 1),
  };
}
