import { FOREIGN_LOGIN } from '../world/journal-entry.js';
import type { JournalEntry } from '../world/model.js';

/** Done by an administrator who has nothing to do with the upgrade: nobody is judged for it. */
export const isForeign = ({ login }: Pick<JournalEntry, 'login'>): boolean => login === FOREIGN_LOGIN;
