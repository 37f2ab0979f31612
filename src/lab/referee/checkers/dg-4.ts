import type { Checker } from '../checker.js';
import { isTrusted } from '../conditions.js';
import { versionKey } from '../estate.js';
import { hostStarts } from '../work.js';

/**
 * Import before remediation, also under Quick Boot: only one test host per version and vCenter may go ahead of
 * the trust, and only out of a maintenance mode that vLCM does not end by itself.
 * @rule DG-4
 */
export const dg4: Checker = {
  rule: 'DG-4',
  step: (step, court) => {
    for (const { kind, tier, host, target } of hostStarts(step)) {
      if (kind !== 'apply' || tier !== 4 || target === undefined) continue;
      court.judged();
      if (isTrusted(step.before, target)) continue;
      const testHost = step.after.testHosts.get(versionKey(host.vcenter, target));
      if (testHost !== host.name) {
        court.violation(host.name, `was remediated to ${target} before its import; test host is ${testHost}`);
      } else if (!host.inMaintenance) {
        court.violation(host.name, `was remediated to ${target}, not yet trusted, while in service`);
      }
    }
  },
};
