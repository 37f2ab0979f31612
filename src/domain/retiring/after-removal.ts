import type { EsxHost, HostRef } from '../model/inventory.js';
import { isAfter } from '../safety/index.js';

/** How the trusted hosts stand after a removal. Names, sorted by reading. */
export interface AfterRemoval {
  /** Not attested any more, or refused by an attestation service. */
  readonly lost: readonly HostRef[];
  /** Attested anew since the removal. */
  readonly confirmed: readonly HostRef[];
  /** Attested by a report from before the removal: their next check is still to come. */
  readonly pending: readonly HostRef[];
}

/**
 * Whether hosts that were all attested before a removal have passed their next attestation. A report from before it
 * says nothing; one service that refuses says that the others will.
 *
 * @param removedAt - by the clock of the hosts' vCenter, ISO 8601
 * @param refusals - how many services refused a host before the removal, by moid; absent = none
 * @rule FIX-3, INV-1, DG-14
 */
export function afterRemoval(
  hosts: readonly EsxHost[],
  removedAt: string,
  refusals: Readonly<Record<string, number>> = {},
): AfterRemoval {
  const lost: HostRef[] = [];
  const confirmed: HostRef[] = [];
  const pending: HostRef[] = [];
  for (const { ref, attestation } of hosts) {
    const { status, attestedAt, services } = attestation;
    const refused = services.filter((service) => service.status === 'notAttested').length;
    if (status !== 'attested' || refused > (refusals[ref.moid] ?? 0)) lost.push(ref);
    else if (attestedAt !== undefined && isAfter(attestedAt, removedAt)) confirmed.push(ref);
    else pending.push(ref);
  }
  return { lost, confirmed, pending };
}
