import type { Checker } from '../checker.js';
import { atWork } from '../conditions.js';
import { hostsOf } from '../estate.js';
import { hostStarts } from '../work.js';

/**
 * Trusted hosts one after another. A higher concurrency over clusters may have been chosen, which a journal
 * does not tell: so one per cluster is what is judged, and the largest number overall is told.
 * @rule ORD-8
 */
export const ord8: Checker = {
  rule: 'ORD-8',
  step: (step, court) => {
    const begun = hostStarts(step).filter((start) => start.tier === 4);
    if (begun.length > 1) court.violation(step.entry.subject, `${begun.length} trusted hosts in one request`);
    for (const { host } of begun) {
      court.judged();
      const cluster = [...(step.before.clusters.get(host.cluster)?.hosts.values() ?? [])];
      const busy = cluster.filter((other) => other.name !== host.name && atWork(other)).map((h) => h.name);
      if (busy.length > 0) court.violation(host.name, `was begun while ${busy.join(', ')} was not finished`);
      court.peak(hostsOf(step.after, 'trusted').filter(atWork).length, 'trusted hosts at work at once');
    }
  },
};
