import type { HostRef } from '../model/inventory.js';
import type { WhyNot } from '../model/waiting.js';
import { authorityUnread } from '../safety/authority.js';
import { reason } from '../safety/reasons.js';
import { isInService, stateOf, taHostsUnread } from '../safety/ta-peers.js';
import { SERVING, type AuthorityHealth, type HostWithServices } from './model.js';

/** A name as a word of its own: `ta-1` is not in `ta-10`, nor in `ta-1.example`. */
export function isNamed(name: string, text: string): boolean {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])${literal}(?![\\w-]|\\.\\w)`, 'i').test(text);
}

/**
 * Why a TA host is not proven to serve attestation and keys now; `undefined` = it is. The health of the cluster is one
 * word for all hosts: where it is not `OK`, only details that name hosts, all of them others, prove this one.
 *
 * @rule INV-4, DG-14
 */
export function whyNotServing(host: HostWithServices, health: AuthorityHealth): string | undefined {
  if (!isInService(host)) return stateOf(host);
  const { name } = host.ref;
  const stopped = SERVING.filter((key) => host.services?.some((it) => it.key === key && !it.running));
  if (stopped.length > 0) return `${stopped.join(' and ')} of ${name} not running`;
  for (const service of [health.attestation, health.keyProvider]) {
    if (service.health === 'OK') continue;
    const isAboutOthers = service.details.length > 0 && service.details.every((text) => !isNamed(name, text));
    if (!isAboutOthers || service.health !== 'WARNING')
      return `${name}: health ${service.health}${service.details.length > 0 ? ` (${service.details.join(' ')})` : ''}`;
  }
  return undefined;
}

/** The host certainly gives trusted hosts nothing now: taking it out takes nothing away. */
export function servesNobody(host: HostWithServices, health: AuthorityHealth): boolean {
  const isStopped = SERVING.some((key) => host.services?.some((it) => it.key === key && !it.running));
  const bad = [health.attestation, health.keyProvider].filter((it) => it.health !== 'OK');
  return isStopped || bad.some(({ details }) => details.some((text) => isNamed(host.ref.name, text)));
}

/**
 * Why services of this TA host must not be stopped or restarted now: no other TA host is proven to serve. A deliberate
 * stop counts as the host being out of service. A host that serves nobody may be restarted: nothing is lost.
 *
 * @param taHosts - all hosts of the Trust Authority Cluster; null = not read
 * @param health - null = not read
 * @rule SVC-2, INV-4, DG-14
 */
export function whyNotTakeOut(
  action: 'stop' | 'restart',
  host: HostRef,
  taHosts: readonly HostWithServices[] | null,
  health: AuthorityHealth | null,
): WhyNot | null {
  if (!taHosts) return taHostsUnread();
  if (!health) return authorityUnread();
  const own = taHosts.find(({ ref }) => ref.moid === host.moid);
  if (own && action === 'restart' && servesNobody(own, health)) return null;
  const others = taHosts.filter(({ ref }) => ref.moid !== host.moid);
  const flaws = others.map((other) => whyNotServing(other, health));
  if (flaws.includes(undefined)) return null;
  const have = flaws.length === 0 ? 'there is no other TA host' : flaws.join('; ');
  return reason(
    'ta-host-unavailable',
    {
      subject: host.name,
      have: `last healthy TA host: ${have}`,
      need: 'at least 1 other TA host that serves',
      rule: 'INV-4',
    },
    ['authority', 'bring another TA host into service first, or force it with an approval that is recorded'],
  );
}

/**
 * Why the next TA host must not be taken yet after these were restarted: health is not `OK` again. Details that name only
 * hosts which are still to be restarted stand in nobody's way: that is what they are restarted for.
 *
 * @param done - names of TA hosts already restarted
 * @param left - names of TA hosts still to be restarted
 * @rule SVC-3, DG-14
 */
export function whyNotHealthyAfter(
  done: readonly string[],
  left: readonly string[],
  health: AuthorityHealth | null,
): WhyNot | null {
  if (!health) return authorityUnread();
  const services = [
    ['attestation service', health.attestation],
    ['key provider service', health.keyProvider],
  ] as const;
  const bad = services.filter(([, { health: state, details }]) => {
    if (state === 'OK') return false;
    const names = (text: string, hosts: readonly string[]): boolean =>
      hosts.some((name) => isNamed(name, text));
    return details.length === 0 || !details.every((text) => names(text, left) && !names(text, done));
  });
  if (bad.length === 0) return null;
  return reason(
    'ta-service-unhealthy',
    {
      subject: done.at(-1) ?? 'Trust Authority Cluster',
      have: bad.map(([name, it]) => `${name} ${[it.health, ...it.details].join(' ')}`).join(', '),
      need: 'both services OK before the next TA host',
      rule: 'SVC-3',
    },
    ['authority', 'read attestd.log and kmxd.log on the named TA host'],
  );
}
