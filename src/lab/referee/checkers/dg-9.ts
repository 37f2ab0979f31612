import type { Checker } from '../checker.js';
import { isAttested } from '../conditions.js';
import { hostNamed } from '../estate.js';

/**
 * A trusted host leaves maintenance only when attested. A recorded override would allow it; no journal of the
 * estate shows one, so it counts as a violation and the run's audit must answer it.
 * @rule DG-9
 */
export const dg9: Checker = {
  rule: 'DG-9',
  step: ({ entry, before }, court) => {
    if (entry.effect !== 'host.maintenance.exited') return;
    const host = hostNamed(before, entry.subject);
    if (host.kind !== 'trusted') return;
    court.judged();
    if (!isAttested(host)) court.violation(host.name, 'left maintenance mode without being attested');
  },
};
