import type { Checker } from '../checker.js';
import { hostNamed } from '../estate.js';

/** Only a TA host is removed, from its TA cluster, in maintenance mode or disconnected. @rule REC-1 */
export const rec1: Checker = {
  rule: 'REC-1',
  step: ({ entry, before }, court) => {
    if (entry.effect !== 'host.removed') return;
    court.judged();
    const { name, kind, inMaintenance, connection } = hostNamed(before, entry.subject);
    if (kind !== 'authority') court.violation(name, `was removed from a ${kind} cluster`);
    if (!inMaintenance && connection !== 'disconnected')
      court.violation(name, 'was removed neither in maintenance mode nor disconnected');
  },
};
