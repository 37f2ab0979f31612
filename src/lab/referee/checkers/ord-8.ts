import type { Checker } from '../checker.js';
import { atWork } from '../conditions.js';
import { hostsOf } from '../estate.js';
import { hostStarts } from '../work.js';

/**
 * Trusted hosts one after another. A higher concurrency may have been chosen and recorded, which a journal does not
 * tell: whoever asks for the verdict says how many of a cluster were allowed. Over clusters the largest number is told.
 *
 * @param most - hosts of one cluster at work at the same time
 * @rule ORD-8
 */
export const ord8 = (most: number): Checker => ({
  rule: 'ORD-8',
  step: (step, court) => {
    const begun = hostStarts(step).filter((start) => start.tier === 4);
    if (begun.length > 1) court.violation(step.entry.subject, `${begun.length} trusted hosts in one request`);
    for (const { host } of begun) {
      court.judged();
      const cluster = [...(step.before.clusters.get(host.cluster)?.hosts.values() ?? [])];
      const busy = cluster.filter((other) => other.name !== host.name && atWork(other)).map((h) => h.name);
      if (busy.length >= most)
        court.violation(host.name, `was begun while ${busy.join(', ')} was not finished`);
      court.peak(hostsOf(step.after, 'trusted').filter(atWork).length, 'trusted hosts at work at once');
    }
  },
});
