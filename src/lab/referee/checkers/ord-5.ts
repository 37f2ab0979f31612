import type { Checker } from '../checker.js';
import { atWork, isAttested } from '../conditions.js';
import type { HostState } from '../estate.js';
import { hostStarts } from '../work.js';

/**
 * Step 4: each trusted host is verified before the next one of its cluster: attested, on whatever version it
 * measured (QB-3), and running what it was given. Where several at a time were chosen, those still at work are of the
 * same batch; ORD-8 judges how many. Whoever is back in service must be verified all the same.
 *
 * @param most - hosts of one cluster at work at the same time
 * @rule ORD-5
 */
export const ord5 = (most: number): Checker => ({
  rule: 'ORD-5',
  step: (step, court) => {
    for (const { tier, host } of hostStarts(step)) {
      if (tier !== 4) continue;
      court.judged();
      for (const other of step.before.clusters.get(host.cluster)?.hosts.values() ?? []) {
        if (other.name === host.name || (most > 1 && atWork(other))) continue;
        const flaw = unverified(other);
        if (flaw) court.violation(host.name, `was begun although ${other.name} ${flaw}`);
      }
    }
  },
});

function unverified(host: HostState): string | undefined {
  if (!host.apply) return undefined;
  if (host.apply.status === 'running') return 'was still being remediated';
  if (!isAttested(host)) return 'was not attested';
  if (host.apply.status === 'ok' && host.installed !== host.apply.version) {
    return `runs ${host.installed} instead of ${host.apply.version}`;
  }
  return undefined;
}
