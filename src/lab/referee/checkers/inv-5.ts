import type { Checker } from '../checker.js';
import { laggingTaHosts } from '../conditions.js';
import { hostStarts } from '../work.js';

/** TA uniformity: while the TA hosts hold different base images, no host is begun. @rule INV-5 */
export const inv5: Checker = {
  rule: 'INV-5',
  step: (step, court) => {
    const begun = hostStarts(step);
    if (begun.length === 0) return;
    const lagging = laggingTaHosts(step.before).map(({ host, version }) => `${host} lacks ${version}`);
    for (const { host, kind } of begun) {
      court.judged();
      if (lagging.length > 0) court.violation(host.name, `${kind} was begun while ${lagging.join(', ')}`);
    }
  },
};
