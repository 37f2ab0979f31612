import { compareVersions } from '../../world/versions.js';
import type { Checker } from '../checker.js';
import { inService, isAttested } from '../conditions.js';
import { text } from '../detail.js';
import { hostsOf } from '../estate.js';
import { isForeign } from '../foreign.js';

/**
 * An old base image goes behind the upgrade of all trusted hosts, not before; and while one that can attest does not,
 * nobody could see afterwards that all still do.
 *
 * @rule FIX-3
 */
export const fix3: Checker = {
  rule: 'FIX-3',
  step: ({ entry, before }, court) => {
    if (entry.effect !== 'image.removed' || isForeign(entry)) return;
    court.judged();
    const version = text(entry, 'version');
    for (const host of hostsOf(before, 'trusted')) {
      if (compareVersions(host.installed, version) <= 0)
        court.violation(host.name, `runs ${host.installed}: it was not updated when ${version} was removed`);
      if (inService(host) && !host.knownException && !isAttested(host))
        court.violation(host.name, `was not attested when ${version} was removed`);
    }
  },
};
