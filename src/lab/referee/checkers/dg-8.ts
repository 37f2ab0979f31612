import type { Checker, Step } from '../checker.js';
import { isTrusted, serves } from '../conditions.js';
import type { HostState } from '../estate.js';
import { hostsOf, versionKey } from '../estate.js';
import { hostStarts } from '../work.js';

/**
 * Before each trusted host: a TA host serves, for keys are needed after the reboot (2.5), and both its versions
 * are trusted. A test host begun anew may already run the version it is there to qualify.
 * @rule DG-8
 */
export const dg8: Checker = {
  rule: 'DG-8',
  step: (step, court) => {
    for (const { tier, host } of hostStarts(step)) {
      if (tier !== 4) continue;
      court.judged();
      if (!hostsOf(step.before, 'authority').some(serves)) {
        court.violation(host.name, 'was begun while no TA host served');
      }
      const unknown = untrustedVersions(step, host);
      if (unknown.length > 0)
        court.violation(host.name, `was begun although ${unknown.join(' and ')} is not trusted`);
    }
  },
};

const untrustedVersions = ({ before }: Step, host: HostState): string[] =>
  [...new Set([host.installed, host.measured])].filter(
    (version) =>
      !isTrusted(before, version) && before.testHosts.get(versionKey(host.vcenter, version)) !== host.name,
  );
