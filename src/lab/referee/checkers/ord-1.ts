import type { Checker } from '../checker.js';
import { reachedTier, starts, subjectOf, underWay } from '../work.js';

/** The authority before anything trusted. @rule ORD-1 */
export const ord1: Checker = {
  rule: 'ORD-1',
  step: (step, court) => {
    const sameUpgrade = step.before.upgrade.number === step.after.upgrade.number;
    for (const start of starts(step)) {
      court.judged();
      const subject = subjectOf(start);
      if (start.tier <= 2) {
        const late = sameUpgrade && start.kind !== 'maintenance' && reachedTier(step.before) > 2;
        if (late) court.violation(subject, 'belongs to the authority and was changed after the trusted side');
        continue;
      }
      const busy = [...underWay(step.before, 1), ...underWay(step.before, 2)];
      if (busy.length > 0)
        court.violation(subject, `was begun before the authority was done: ${busy.join(', ')}`);
    }
  },
};
