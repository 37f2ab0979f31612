import type { Zone } from '../model/estate.js';
import type { Health, HostRef } from '../model/inventory.js';
import type { PeerHost } from '../safety/facts.js';

/** One entry of a host's own list of services. */
export interface HostService {
  /** As the host lists it; what is ordered names this. */
  readonly key: string;
  readonly label: string;
  readonly running: boolean;
}

/** Health of one service of the Trust Authority Cluster as a whole; a host is named in the details only. */
export interface ServiceHealth {
  readonly health: Health;
  readonly details: readonly string[];
}

export interface AuthorityHealth {
  readonly attestation: ServiceHealth;
  readonly keyProvider: ServiceHealth;
}

/** A host with its vTA services; `undefined` = the host lists none of them, or the list could not be read. */
export interface HostWithServices extends PeerHost {
  readonly services?: readonly HostService[];
}

/**
 * The two reasons for which a service may be stopped or restarted; there is no third.
 *
 * @rule SVC-3
 */
export const SERVICE_REASONS = {
  'configuration-change': 'after a change of the vTA configuration',
  health: 'health or latency of a service looks wrong',
} as const;
export type ServiceReason = keyof typeof SERVICE_REASONS;

export type ServiceAction = 'restart' | 'start' | 'stop';

/** vTA services by the side on which they run, in the order in which they are restarted (vta-operations 2.3). */
const SERVICES: Readonly<Record<Zone, readonly string[]>> = {
  authority: ['attestd', 'kmxd', 'esxtokend', 'apiForwarder'],
  trusted: ['kmxa', 'esxtokend', 'apiForwarder'],
};

/** Services without which a TA host is of no use to trusted hosts (vta-operations 2.1). */
export const SERVING = ['attestd', 'kmxd'] as const;

/** Service names of a side, for whom no list was read. */
export const serviceNames = (side: Zone): readonly string[] => SERVICES[side];

/**
 * vTA services of a side among those that a host lists; which of them it lists differs (vta-operations 2.3), so that the
 * list is read at run time and matched.
 *
 * @returns in the order in which they are restarted
 * @rule SVC-2
 */
export function vtaServices(side: Zone, listed: readonly HostService[]): HostService[] {
  return SERVICES[side].flatMap((name) =>
    listed.filter(({ key }) => key.toLowerCase() === name.toLowerCase()),
  );
}

/** What a person is told to do about the services of one host. */
export interface ServiceTask {
  readonly host: HostRef;
  readonly services: readonly string[];
  readonly steps: readonly string[];
}
