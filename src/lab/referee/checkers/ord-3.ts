import type { Checker } from '../checker.js';
import { otherTaHosts, serves } from '../conditions.js';
import type { HostState } from '../estate.js';
import { hostStarts } from '../work.js';

/** Step 2: a TA host that was worked on is verified before the next one is begun. @rule ORD-3 */
export const ord3: Checker = {
  rule: 'ORD-3',
  step: (step, court) => {
    for (const { tier, host } of hostStarts(step)) {
      if (tier !== 2) continue;
      court.judged();
      for (const other of otherTaHosts(step.before, host.name)) {
        const flaw = unverified(other);
        if (flaw) court.violation(host.name, `was begun although ${other.name} ${flaw}`);
      }
    }
  },
};

/** Why a TA host that was remediated cannot be called done; untouched ones are DG-7's. */
function unverified(host: HostState): string | undefined {
  if (!host.apply) return undefined;
  if (host.apply.status === 'running') return 'was still being remediated';
  if (!serves(host)) return 'was not back in service';
  if (host.apply.status === 'ok' && host.installed !== host.apply.version) {
    return `runs ${host.installed} instead of ${host.apply.version}`;
  }
  return undefined;
}
