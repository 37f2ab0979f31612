import type { Checker } from '../checker.js';
import { laggingTaHosts, serves } from '../conditions.js';
import type { EstateState, HostState } from '../estate.js';
import { hostNamed } from '../estate.js';

/** Nobody tears a TA host out that has not failed: its upgrade did not succeed, or it is not there. @rule REC-0 */
export const rec0: Checker = {
  rule: 'REC-0',
  step: ({ entry, before }, court) => {
    if (entry.effect !== 'host.removed') return;
    const host = hostNamed(before, entry.subject);
    if (host.kind !== 'authority') return;
    court.judged();
    if (!hasFailed(before, host)) court.violation(host.name, 'was removed although nothing of it had failed');
  },
};

function hasFailed(state: EstateState, host: HostState): boolean {
  const { apply, connection, installed, name } = host;
  const lags = laggingTaHosts(state).some((lagging) => lagging.host === name);
  const isUpgraded = apply === undefined || (apply.status !== 'failed' && apply.version === installed);
  // Maintenance mode is where it waits, and no failure.
  const works = connection === 'connected' && serves({ ...host, inMaintenance: false });
  return lags || !isUpgraded || !works;
}
