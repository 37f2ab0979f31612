import type { HostRef } from '../model/inventory.js';
import type { HostStep } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';
import { whyNotAuthorityUniform } from './authority.js';
import type { GuardFacts } from './facts.js';
import { whyNotAsPlanned, whyNotOneByOne } from './host-itself.js';
import { firstReason, reason } from './reasons.js';
import { whyNotAllOtherTaHosts } from './ta-peers.js';

/**
 * Why this Trust Authority host must not be taken out of service now; null = it may.
 *
 * @rule DG-7, ORD-7, INV-4, INV-5
 */
export function whyNotTaHost(step: HostStep, facts: GuardFacts): WhyNot | null {
  return firstReason(
    () => whyNotAsPlanned(step, facts),
    () => whyNotOneByOne(step, facts),
    () => whyNotAllOtherTaHosts(step.host, facts.taHosts),
    () => whyNotAuthorityUniform(facts.authority),
    () => whyNotEveryTrustedHostAttested(facts),
  );
}

/** An attestation that fails already would be blamed on this host's upgrade, or hide what it breaks. @rule DG-7 */
function whyNotEveryTrustedHostAttested(facts: GuardFacts): WhyNot | null {
  if (!facts.unattested) {
    return reason(
      'vcenter-away',
      {
        subject: 'trusted hosts',
        have: 'their attestation could not be read',
        need: 'an answer of every trusted vCenter',
        rule: 'DG-7',
      },
      ['vsphere', 'check that the trusted vCenters answer; the run goes on by itself'],
    );
  }
  const open = facts.unattested.filter(({ name }) => !facts.acceptedUnattested.includes(name));
  if (open.length === 0) return null;
  return reason(
    'trusted-host-unattested',
    {
      subject: namesOf(open),
      have: `${open.length} trusted host${open.length === 1 ? '' : 's'} not attested: ${namesOf(open)}`,
      need: '0, apart from those accepted by name',
      rule: 'DG-7',
    },
    ['vsphere', 'read kmxa.log on the host, attestd.log and kmxd.log on the TA hosts'],
    ['operator', 'accept the named host as a known exception when planning'],
  );
}

/** At most five names; a fleet-wide failure must still fit on a line. */
function namesOf(hosts: readonly HostRef[]): string {
  const names = hosts.slice(0, 5).map(({ name }) => name);
  return hosts.length > names.length
    ? `${names.join(', ')} and ${hosts.length - names.length} more`
    : names.join(', ');
}
