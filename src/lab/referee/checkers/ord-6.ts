import type { Checker } from '../checker.js';
import { isTrusted } from '../conditions.js';
import type { TierNumber } from '../estate.js';
import { versionKey } from '../estate.js';
import { starts } from '../work.js';

/**
 * A narrower plan may leave out tiers, never the safety: base image before production hosts (IMG-5), backup
 * before a vCenter update (BAK-1). Judged where a lower tier was left out or had nothing to change.
 * @rule ORD-6
 */
export const ord6: Checker = {
  rule: 'ORD-6',
  step: (step, court) => {
    const { before, after } = step;
    for (const start of starts(step)) {
      const lower = ([1, 2, 3] as TierNumber[]).filter((tier) => tier < start.tier);
      if (lower.every((tier) => after.upgrade.begun.has(tier))) continue;
      if (start.kind === 'install') {
        court.judged();
        if (!start.vcenter.backedUp)
          court.violation(start.vcenter.name, 'was updated by itself without a backup');
      }
      if (start.kind !== 'apply' || start.tier !== 4 || start.target === undefined) continue;
      court.judged();
      const { host, target } = start;
      const isTestHost = after.testHosts.get(versionKey(host.vcenter, target)) === host.name;
      if (!isTestHost && !isTrusted(before, target)) {
        court.violation(host.name, `was taken to ${target} by itself before every TA host trusts it`);
      }
    }
  },
};
