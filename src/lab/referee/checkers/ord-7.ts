import type { Checker } from '../checker.js';
import { otherTaHosts } from '../conditions.js';
import { hostStarts } from '../work.js';

/** TA hosts strictly one at a time, whatever the reason for which another one is down. @rule ORD-7 */
export const ord7: Checker = {
  rule: 'ORD-7',
  step: (step, court) => {
    const begun = hostStarts(step).filter((start) => start.tier === 2);
    if (begun.length > 1) court.violation(step.entry.subject, `${begun.length} TA hosts in one request`);
    for (const { host } of begun) {
      court.judged();
      const down = otherTaHosts(step.before, host.name)
        .filter((other) => other.entering || other.inMaintenance || other.rebooting !== undefined)
        .map((other) => other.name);
      if (down.length > 0) court.violation(host.name, `was begun while ${down.join(', ')} was down`);
    }
  },
};
