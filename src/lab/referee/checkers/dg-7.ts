import type { Checker, Step } from '../checker.js';
import { inService, laggingTaHosts, otherTaHosts, serves, wasUnattested } from '../conditions.js';
import { hostsOf } from '../estate.js';
import type { Told } from '../told.js';
import { hostStarts } from '../work.js';

/** Before each TA host: the others serve, hold the same images, and trusted hosts attest. @rule DG-7 */
export const dg7 = ({ lookSeconds }: Told): Checker => ({
  rule: 'DG-7',
  step: (step, court) => {
    for (const { tier, host } of hostStarts(step)) {
      if (tier !== 2) continue;
      court.judged();
      const flaws = [...authorityFlaws(step, host.name), ...trustedFlaws(step, lookSeconds)];
      if (flaws.length > 0) court.violation(host.name, `was begun although ${flaws.join(', ')}`);
    }
  },
});

function authorityFlaws({ before }: Step, name: string): string[] {
  const others = otherTaHosts(before, name).filter((other) => !serves(other));
  return [
    ...others.map((other) => `TA host ${other.name} did not serve`),
    ...laggingTaHosts(before).map(({ host, version }) => `TA host ${host} lacked ${version}`),
  ];
}

/** Hosts that could not attest when the lab started are exceptions that the operator knows by name. */
function trustedFlaws({ before, entry }: Step, lookSeconds: number | undefined): string[] {
  return hostsOf(before, 'trusted')
    .filter(
      (host) => inService(host) && wasUnattested(host, entry.labTime, lookSeconds) && !host.knownException,
    )
    .map((host) => `trusted host ${host.name} was not attested`);
}
