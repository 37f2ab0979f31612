import type { EsxHost, HostRef } from '../model/inventory.js';

/** Trusted hosts that no attestation service attests now; unknown counts as not attested. @rule DG-14 */
export function unattestedHosts(hosts: readonly EsxHost[]): HostRef[] {
  return hosts.filter(({ attestation }) => attestation.status !== 'attested').map(({ ref }) => ref);
}

/**
 * Attested since its last boot: a report from before the boot says nothing about what runs now. When either time is
 * unread, the answer is no.
 *
 * @param oldReport - time of the report that was there before a boot of which the boot time does not tell: the report
 *   must be a newer one
 * @rule DG-14
 */
export function isAttestedSinceBoot(host: EsxHost, oldReport?: string): boolean {
  const { status, attestedAt } = host.attestation;
  const isNew = oldReport === undefined || (attestedAt !== undefined && isAfter(attestedAt, oldReport));
  return status === 'attested' && isNew && isAtOrAfter(attestedAt, host.bootTime);
}

/** Both ISO 8601. */
export function isAfter(time: string, other: string): boolean {
  return Date.parse(time) > Date.parse(other);
}

/** Compares two ISO 8601 times; false when one is missing or unreadable. */
export function isAtOrAfter(time: string | undefined, since: string | undefined): boolean {
  if (time === undefined || since === undefined) return false;
  return Date.parse(time) >= Date.parse(since);
}
