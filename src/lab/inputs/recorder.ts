import { closeSync, openSync, writeSync } from 'node:fs';
import type { ClockOptions } from '../world/clock.js';
import type { JournalEntry } from '../world/journal-entry.js';
import { RecordingError } from './entry.js';
import type { Entry } from './entry.js';

/** Takes down what comes into a lab. */
export interface Recorder {
  write(entry: Entry): void;
  /** The lab is stopped; what comes after it is not taken down. */
  end(): void;
}

/**
 * Records into a file, one JSON line after the other. Each line is with the operating system before what it tells has
 * an effect, so that the recording of a lab that was killed is whole, too. It holds passwords and sessions of the lab:
 * only its owner can read it.
 *
 * @throws RecordingError when the file exists or cannot be written
 */
export function recordTo(file: string): Recorder {
  const descriptor = opened(file);
  let isOver = false;
  const write = (entry: Entry): void => {
    if (!isOver) writeSync(descriptor, `${JSON.stringify(entry)}\n`);
  };
  return {
    write,
    end() {
      write({ kind: 'end' });
      if (!isOver) closeSync(descriptor);
      isOver = true;
    },
  };
}

function opened(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new RecordingError(
      isThere
        ? `${file} is there already. Name another file: a recording is of one lab.`
        : `${file} cannot be written: ${(error as Error).message}`,
    );
  }
}

/** What the clock tells, as lines. */
export const momentsOf = (recorder: Recorder): NonNullable<ClockOptions['told']> => ({
  due: (t) => recorder.write({ kind: 'due', t }),
  waited: (n, t) => recorder.write({ kind: 'waited', n, t }),
});

/** All of an entry that a replay gives again: the wall time is that of the machine. */
export function withoutWallTime({ wallTime: _wall, ...entry }: JournalEntry): Omit<JournalEntry, 'wallTime'> {
  return entry;
}
