import type { Checker } from '../checker.js';
import { atWork, wasUnattested } from '../conditions.js';
import type { HostState } from '../estate.js';
import { hostStarts } from '../work.js';
import { createAside, hostsAtOnce, type Told } from '../told.js';

/**
 * Step 4: each trusted host is verified before the next one of its cluster: attested, on whatever version it
 * measured (QB-3), and running what it was given. Where several at a time were chosen, those still at work are of the
 * same batch; ORD-8 judges how many. So is a host that was set aside and goes on beside the one begun meanwhile. Whoever
 * is back in service must be verified all the same, unless it is still set aside: whether a host may be begun then is
 * the failure budget's, and what it attests with stays with IMG-5, DG-8, DG-9 and the invariants.
 *
 * @rule ORD-5
 */
export const ord5 = (told: Told): Checker => {
  const aside = createAside(told);
  return {
    rule: 'ORD-5',
    step: (step, court) => {
      const { labTime } = step.entry;
      for (const { tier, host } of hostStarts(step)) {
        if (tier !== 4) continue;
        court.judged();
        for (const other of step.before.clusters.get(host.cluster)?.hosts.values() ?? []) {
          if (other.name === host.name || aside.isAside(other.name, labTime)) continue;
          const isOfBatch = hostsAtOnce(told, host) > 1 || wentOn(other) || wentOn(host);
          if (isOfBatch && atWork(other)) continue;
          const flaw = unverified(other, labTime, told.lookSeconds);
          if (flaw) court.violation(host.name, `was begun although ${other.name} ${flaw}`);
        }
      }

      function wentOn({ name }: HostState): boolean {
        return aside.wasAside(name, labTime);
      }
    },
  };
};

function unverified(host: HostState, at: string, lookSeconds: number | undefined): string | undefined {
  if (!host.apply) return undefined;
  if (host.apply.status === 'running') return 'was still being remediated';
  if (wasUnattested(host, at, lookSeconds)) return 'was not attested';
  if (host.apply.status === 'ok' && host.installed !== host.apply.version) {
    return `runs ${host.installed} instead of ${host.apply.version}`;
  }
  return undefined;
}
