import type { Checker } from '../checker.js';
import { hostStarts } from '../work.js';

/**
 * A reboot that is ordered for a trusted host is there for a full boot: Quick Boot is off for its cluster by then, and
 * the host is in maintenance mode.
 *
 * @rule QB-5
 */
export const qb5: Checker = {
  rule: 'QB-5',
  step: (step, court) => {
    for (const { tier, kind, host } of hostStarts(step)) {
      if (tier !== 4 || kind !== 'reboot') continue;
      court.judged();
      const cluster = step.before.clusters.get(host.cluster);
      if (cluster?.policy['enable_quick_boot'] === true)
        court.violation(host.name, 'was rebooted while Quick Boot was on for its cluster');
      if (!host.inMaintenance) court.violation(host.name, 'was rebooted outside maintenance mode');
    }
  },
};
