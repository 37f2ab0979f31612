import type { Checker } from '../checker.js';
import { text } from '../detail.js';
import { hostNamed } from '../estate.js';

/** A TA host is added again only on the version that it had before its upgrade. @rule REC-2, REC-5 */
export const rec5: Checker = {
  rule: 'REC-5',
  step: ({ entry, before }, court) => {
    if (entry.effect !== 'host.added') return;
    const { name, kind, cameFrom } = hostNamed(before, entry.subject);
    if (kind !== 'authority') return;
    court.judged();
    const version = text(entry, 'version');
    if (cameFrom !== undefined && version !== cameFrom)
      court.violation(name, `was added again on ${version} instead of ${cameFrom}`);
  },
};
