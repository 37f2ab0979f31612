import type { Checker } from '../checker.js';
import { inService, isAttested, isTrusted } from '../conditions.js';
import { clusterAt } from '../estate.js';

/**
 * A regular cluster becomes a trusted one only when each of its hosts in service can attest, with the version of its
 * last full boot; and in the end each does.
 *
 * @rule QB-9
 */
export const qb9: Checker = {
  rule: 'QB-9',
  step: ({ before, entry }, court) => {
    if (entry.effect !== 'trust.bound') return;
    const cluster = clusterAt(before, entry.vcenter, entry.subject);
    if (cluster.kind !== 'plain') return;
    for (const host of cluster.hosts.values()) {
      court.judged();
      if (inService(host) && !isTrusted(before, host.measured))
        court.violation(host.name, `was made a trusted host while it attests with ${host.measured}`);
    }
  },
  end: (last, court) => {
    for (const cluster of last.clusters.values()) {
      if (!cluster.joined) continue;
      for (const host of cluster.hosts.values()) {
        court.judged();
        if (inService(host) && !isAttested(host))
          court.violation(host.name, 'is a trusted host that was never attested');
      }
    }
  },
};
