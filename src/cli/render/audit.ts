import type { AuditEntry } from '../client/types.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { timestamp } from './time.js';

/** The audit trail, one row per entry. */
export function auditTable(entries: readonly AuditEntry[], style: Style): string {
  if (entries.length === 0) return 'The audit trail is empty: nothing has been asked for yet.';
  return table(
    ['When', 'Who', 'What', 'Subject', 'Reason'],
    entries.map(({ at, who, what, subject, detail }) => [
      timestamp(at),
      who,
      what,
      subject,
      typeof detail['reason'] === 'string' ? detail['reason'] : '',
    ]),
    style,
  );
}
