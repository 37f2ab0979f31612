import type { EsxHost, HostRef } from '../model/inventory.js';

/** Trusted hosts that no attestation service attests now; unknown counts as not attested. @rule DG-14 */
export function unattestedHosts(hosts: readonly EsxHost[]): HostRef[] {
  return hosts.filter(({ attestation }) => attestation.status !== 'attested').map(({ ref }) => ref);
}

/**
 * Attested since its last boot: a report from before the boot says nothing about what runs now. When either time is
 * unread, the answer is no.
 *
 * @rule DG-14
 */
export function isAttestedSinceBoot(host: EsxHost): boolean {
  const { status, attestedAt } = host.attestation;
  return status === 'attested' && isAtOrAfter(attestedAt, host.bootTime);
}

/** Compares two ISO 8601 times; false when one is missing or unreadable. */
export function isAtOrAfter(time: string | undefined, since: string | undefined): boolean {
  if (time === undefined || since === undefined) return false;
  return Date.parse(time) >= Date.parse(since);
}
