import type { Checker } from '../checker.js';
import type { TierNumber } from '../estate.js';
import { reachedTier, starts, subjectOf, underWay } from '../work.js';

const TIERS = ['', 'TA vCenter', 'TA hosts', 'trusted vCenters', 'trusted hosts'] as const;

/**
 * Order of the tiers: what was begun in a lower tier has ended before the next tier begins, and no lower tier
 * is begun afterwards. A tier that changes nothing is no obstacle (ORD-6). Maintenance alone begins a tier,
 * but coming back to a host for it is not a change.
 * @rule INV-6
 */
export const inv6: Checker = {
  rule: 'INV-6',
  step: (step, court) => {
    const sameUpgrade = step.before.upgrade.number === step.after.upgrade.number;
    for (const start of starts(step)) {
      court.judged();
      const subject = subjectOf(start);
      const lower = ([1, 2, 3] as TierNumber[]).filter((tier) => tier < start.tier);
      const busy = lower.flatMap((tier) => underWay(step.before, tier));
      if (busy.length > 0) court.violation(subject, `was begun while ${busy.join(', ')} was not finished`);
      const reached = reachedTier(step.before);
      if (sameUpgrade && start.kind !== 'maintenance' && reached > start.tier) {
        court.violation(subject, `(${TIERS[start.tier]}) was changed after ${TIERS[reached]} had begun`);
      }
    }
  },
};
