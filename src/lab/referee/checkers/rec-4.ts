import type { Checker, Court } from '../checker.js';
import { laggingTaHosts, serves } from '../conditions.js';
import type { EstateState } from '../estate.js';
import { hostsOf } from '../estate.js';

/**
 * At the end a TA host that was added again is as the others: it serves, with every base image, and where it came back
 * with another certificate each trusted cluster was remediated.
 * @rule REC-3, REC-4
 */
export const rec4: Checker = {
  rule: 'REC-4',
  step: ({ entry }, court) => {
    if (entry.effect === 'host.added') court.judged();
  },
  end: (last, court) => {
    for (const host of hostsOf(last, 'authority').filter(({ wasAdded }) => wasAdded)) {
      if (!serves(host)) court.violation(host.name, 'was added again and does not serve');
      judgeImages(last, host.name, court);
    }
    for (const { name, mistrusts } of last.clusters.values())
      if (mistrusts) court.violation(name, 'was not remediated after a TA host changed its certificate');
  },
};

function judgeImages(last: EstateState, name: string, court: Court): void {
  const lacking = laggingTaHosts(last).filter(({ host }) => host === name);
  const versions = lacking.map(({ version }) => version).join(', ');
  if (versions !== '') court.violation(name, `was added again and lacks ${versions}`);
}
