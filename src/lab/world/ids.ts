import { createHash } from 'node:crypto';

/** IDs that the estate gives to sessions, tasks, drafts and tickets. */
export interface LabIds {
  /** So many bytes as hex, at most 32. */
  hex(bytes: number): string;
  uuid(): string;
}

/**
 * No two alike, and none that can be guessed from the others. They follow from the seed and the time of the start, so
 * that a replay gives the IDs that its clients were given, while a session of an earlier start is unknown to the next.
 */
export function createIds(seed: number, startAt: number): LabIds {
  let count = 0;
  const next = (): string => digestOf(`${seed}/${startAt}/${(count += 1)}`);
  return { hex: (bytes) => next().slice(0, 2 * bytes), uuid: () => asUuid(next()) };
}

/** A UUID that follows from a text. */
export const uuidOf = (text: string): string => asUuid(digestOf(text));

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const asUuid = (hex: string): string =>
  [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
