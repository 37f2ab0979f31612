import type { Version } from '../world/model.js';
import type { EstateState, HostState } from './estate.js';
import { everyHostOf, hostsOf } from './estate.js';

/** A trusted host that belongs to `H` of the rule book: connected and not in maintenance. */
export const inService = (host: HostState): boolean =>
  host.connection === 'connected' && !host.inMaintenance && host.rebooting === undefined;

/** Services whose absence makes a TA host useless to trusted hosts (2.1). */
export const AUTHORITY_SERVICES = ['attestd', 'kmxd'];

/** A TA host that answers trusted hosts. */
export const serves = (host: HostState): boolean =>
  inService(host) && !AUTHORITY_SERVICES.some((service) => host.stoppedServices.has(service));

/**
 * Somebody works on it: on its way into maintenance or in it since the lab started, rebooting on request, remediated, or
 * a vTA service of it was stopped by order.
 */
export const atWork = (host: HostState): boolean =>
  host.entering ||
  (host.inMaintenance && host.maintenanceIsOurs) ||
  ['vlcm', 'operator'].includes(host.rebooting ?? '') ||
  host.apply?.status === 'running' ||
  AUTHORITY_SERVICES.some((service) => host.servicesStoppedByUs.has(service));

/** Attested by at least one TA host since its last boot (2.5: any entry attested). */
export const isAttested = (host: HostState): boolean => host.attestedBy.size > 0;

/** Not attested, and for longer than `lookSeconds` before `at`: whoever gave an order then could know it. */
export const wasUnattested = (host: HostState, at: string, lookSeconds = 0): boolean =>
  !isAttested(host) &&
  (host.reportLostAt === undefined || Date.parse(at) - Date.parse(host.reportLostAt) > lookSeconds * 1000);

/** `trusted(C)`: a version counts only where every TA host has it (IMG-4). */
export const isTrusted = (state: EstateState, version: Version): boolean =>
  state.images.size > 0 && [...state.images.values()].every((images) => images.has(version));

/** TA hosts that lack a base image which another one has; empty = uniform (INV-5). */
export function laggingTaHosts(state: EstateState): { host: string; version: Version }[] {
  const all = new Set([...state.images.values()].flatMap((images) => [...images]));
  return [...state.images].flatMap(([host, images]) =>
    [...all].filter((version) => !images.has(version)).map((version) => ({ host, version })),
  );
}

/** TA hosts that were taken out of the inventory and are not back. */
export const removedTaHosts = (state: EstateState): HostState[] =>
  everyHostOf(state, 'authority').filter(({ isRemoved }) => isRemoved);

export const otherTaHosts = (state: EstateState, name: string): HostState[] =>
  hostsOf(state, 'authority').filter((host) => host.name !== name);
