import type { Checker, Step } from '../checker.js';
import { isAttested, isTrusted } from '../conditions.js';
import { text } from '../detail.js';
import type { HostState } from '../estate.js';
import { hostNamed, versionKey } from '../estate.js';
import { hostStarts } from '../work.js';

/**
 * Production trusted hosts only after the import is complete on every TA host and the first host of their
 * cluster on that version is attested (DG-6). A test host whose version was unknown when it was taken there must
 * have booted fully: after a Quick Boot it proves nothing about the new version (2.8).
 * @rule IMG-5
 */
export const img5: Checker = {
  rule: 'IMG-5',
  step: (step, court) => {
    for (const { host, version } of production(step)) {
      court.judged();
      if (!isTrusted(step.before, version)) {
        court.violation(host.name, `was taken to ${version} before every TA host trusts it`);
        continue;
      }
      const flaw = proofMissing(step, host, version);
      if (flaw) court.violation(host.name, `was taken to ${version} although ${flaw}`);
    }
  },
};

/** Hosts about to be taken to a version for which they are not the test host. */
function production(step: Step): { host: HostState; version: string }[] {
  const { entry, before, after } = step;
  const hosts = hostStarts(step).flatMap(({ host, kind, target }) =>
    kind === 'apply' && host.kind === 'trusted' && target !== undefined ? [{ host, version: target }] : [],
  );
  if (entry.effect === 'host.reboot' && text(entry, 'by') === 'vlcm') {
    const host = hostNamed(before, entry.subject);
    if (host.kind === 'trusted' && host.apply) hosts.push({ host, version: host.apply.version });
  }
  const isTestHost = ({ host, version }: (typeof hosts)[number]): boolean =>
    after.testHosts.get(versionKey(host.vcenter, version)) === host.name;
  return hosts.filter((candidate) => !isTestHost(candidate));
}

function proofMissing({ after, before }: Step, host: HostState, version: string): string | undefined {
  const first = after.firstHosts.get(versionKey(host.cluster, version));
  const test = after.testHosts.get(versionKey(host.vcenter, version));
  for (const name of [first, test]) {
    if (name === undefined || name === host.name) continue;
    const proof = hostNamed(before, name);
    if (proof.installed !== version) return `the first host, ${name}, does not run it`;
    if (!isAttested(proof)) return `the first host, ${name}, is not attested`;
    if (name === test && proof.measured !== version) return `the test host ${name} was only quick-booted`;
  }
  return undefined;
}
