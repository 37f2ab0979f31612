import type { LabClock, LabJournal } from './api.js';
import type { JournalEntry } from './model.js';

/** Every effect in order; never shortened, because the referee needs the beginning as much as the end. */
export function createJournal(clock: LabClock, appended: (entry: JournalEntry) => void): LabJournal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    append({ vcenter, login, effect, subject, detail = {} }) {
      const entry: JournalEntry = {
        seq: entries.length + 1,
        labTime: clock.iso(),
        wallTime: new Date().toISOString(),
        vcenter,
        login,
        effect,
        subject,
        detail,
      };
      entries.push(entry);
      appended(entry);
    },
  };
}
