import type { Waiver } from '../client/types.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { timestamp } from './time.js';

/** Who has waived what until when; what has expired is marked, as it counts no more. */
export function waiverTable(waivers: readonly Waiver[], style: Style): string {
  if (waivers.length === 0) return 'No waivers: every blocker of preflight blocks.';
  return table(
    ['Waiver', 'Check', 'Subject', 'By', 'Until', 'Reason'],
    waivers.map(({ id, check, subject, by, expiresAt, reason }) => [
      id,
      check,
      subject ?? 'all',
      by,
      `${timestamp(expiresAt)}${Date.parse(expiresAt) <= style.now ? ' (expired)' : ''}`,
      reason,
    ]),
    style,
  );
}
