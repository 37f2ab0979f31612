import type { HostRef } from '../model/inventory.js';
import type { WhyNot } from '../model/waiting.js';
import type { PeerHost } from './facts.js';
import { reason } from './reasons.js';

/** Type of the failure of a look that found all TA hosts away; its details are {@link TaHostsAway}. @rule DG-8 */
export const TA_HOSTS_AWAY = 'ta-hosts-away';

/** Who is away, when nothing of the Trust Authority Cluster can be read because of that. */
export interface TaHostsAway {
  readonly taHosts: readonly PeerHost[];
}

/** In service: connected and known to be out of maintenance. An unread maintenance state does not count. */
export function isInService(host: PeerHost): boolean {
  return host.connection === 'connected' && host.inMaintenance === false;
}

/** Why a host is out of service, in words. */
export function stateOf(host: PeerHost): string {
  if (host.connection !== 'connected') return `${host.ref.name} is ${host.connection}`;
  if (host.inMaintenance === undefined) return `${host.ref.name}: maintenance state unread`;
  return `${host.ref.name} is in maintenance`;
}

/**
 * Every *other* TA host is in service, and there is at least one: before we take a TA host out.
 *
 * @rule DG-7, INV-4
 */
export function whyNotAllOtherTaHosts(self: HostRef, taHosts: readonly PeerHost[] | null): WhyNot | null {
  if (!taHosts) return taHostsUnread();
  const others = taHosts.filter(({ ref }) => ref.moid !== self.moid);
  if (others.length === 0) {
    return reason(
      'ta-host-unavailable',
      {
        subject: self.name,
        have: '0 other TA hosts',
        need: 'at least 1 other TA host in service',
        rule: 'INV-4',
      },
      ['authority', 'add a TA host, or upgrade this last one by hand in an outage window'],
    );
  }
  return allInService(others, 'DG-7');
}

/** At least one TA host is in service, so that a rebooted trusted host can attest and get its keys. @rule DG-8 */
export function whyNotAnyTaHost(taHosts: readonly PeerHost[] | null): WhyNot | null {
  if (!taHosts) return taHostsUnread();
  if (taHosts.some((host) => isInService(host))) return null;
  return reason(
    'ta-host-unavailable',
    {
      subject: 'Trust Authority Cluster',
      have: `0 of ${taHosts.length} TA hosts in service`,
      need: 'at least 1',
      rule: 'DG-8',
    },
    ['authority', 'bring at least one TA host back into service'],
  );
}

/** No TA host is missing: an import reaches only connected hosts. @rule DG-15 */
export function whyNotAllTaHostsConnected(taHosts: readonly PeerHost[] | null): WhyNot | null {
  if (!taHosts) return taHostsUnread();
  const away = taHosts.filter(({ connection }) => connection !== 'connected');
  if (away.length === 0 && taHosts.length > 0) return null;
  return reason(
    'ta-host-unavailable',
    {
      subject: away.map(({ ref }) => ref.name).join(', ') || 'Trust Authority Cluster',
      have: `${taHosts.length - away.length} of ${taHosts.length} TA hosts connected`,
      need:
        taHosts.length === 0
          ? 'at least 1 TA host'
          : `${taHosts.length} of ${taHosts.length}: an import reaches connected hosts only`,
      rule: 'DG-15',
    },
    ['authority', 'reconnect the host; the import then goes on by itself'],
  );
}

/** Every given TA host is in service. */
export function allInService(hosts: readonly PeerHost[], rule: string): WhyNot | null {
  const out = hosts.filter((host) => !isInService(host));
  if (out.length === 0) return null;
  return reason(
    'ta-host-unavailable',
    {
      subject: out.map(({ ref }) => ref.name).join(', '),
      have: `${hosts.length - out.length} of ${hosts.length} TA hosts in service (${out.map((host) => stateOf(host)).join('; ')})`,
      need: `${hosts.length} of ${hosts.length}`,
      rule,
    },
    ['authority', 'reconnect the host or take it out of maintenance mode'],
  );
}

export function taHostsUnread(): WhyNot {
  return reason(
    'vcenter-away',
    {
      subject: 'Trust Authority Cluster',
      have: 'its hosts could not be read',
      need: 'an answer of its vCenter',
      rule: 'INV-4',
    },
    ['vsphere', 'check that the Trust Authority vCenter answers; the run goes on by itself'],
  );
}
