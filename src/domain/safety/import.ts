import type { WhyNot } from '../model/waiting.js';
import { authorityUnread, whyNotEnabled } from './authority.js';
import type { ImportFacts } from './facts.js';
import { firstReason, reason } from './reasons.js';
import { whyNotAllTaHostsConnected } from './ta-peers.js';

/**
 * Why no base image may be imported now: an import goes to connected TA hosts only, so an absent one would make trust
 * depend on which TA host answers.
 *
 * @rule DG-15, IMG-4
 */
export function whyNotImport({ authority, taHosts }: ImportFacts): WhyNot | null {
  return firstReason(
    () => whyNotAllTaHostsConnected(taHosts),
    () => (authority ? whyNotEnabled(authority) : authorityUnread()),
    () => {
      if (!authority || authority.attestationService === 'OK') return null;
      return reason(
        'ta-service-unhealthy',
        {
          subject: authority.cluster.name,
          have: `attestation service ${authority.attestationService}`,
          need: 'attestation service OK',
          rule: 'IMG-4',
        },
        ['authority', 'read attestd.log on the TA hosts'],
      );
    },
  );
}
