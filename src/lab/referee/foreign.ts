import { FOREIGN_LOGIN } from '../world/journal-entry.js';
import type { JournalEntry } from '../world/model.js';

/** Done by an administrator who has nothing to do with the upgrade: nobody is judged for it. */
export const isForeign = ({ login }: Pick<JournalEntry, 'login'>): boolean => login === FOREIGN_LOGIN;

/** The journal with what people did told apart as the doing of strangers. */
export const asForeign = (
  entries: readonly JournalEntry[],
  people: readonly string[],
): readonly JournalEntry[] =>
  people.length === 0
    ? entries
    : entries.map((entry) => (people.includes(entry.login) ? { ...entry, login: FOREIGN_LOGIN } : entry));
