import type { HostProgress } from '../client/types.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { duration, secondsBetween } from './time.js';
import { PHASE_WORDS } from './words.js';

/** Hosts of a run: where each is, what it runs, what it attests with. */
export function hostTable(hosts: readonly HostProgress[], style: Style): string {
  if (hosts.length === 0) return 'No host has been touched yet.';
  return table(
    ['Host', 'Cluster', 'Phase', 'Boot', 'Installed', 'Measured', 'Attested', 'Time', 'Problem'],
    hosts.map((one) => [
      one.host.name,
      one.cluster,
      PHASE_WORDS[one.phase],
      one.boot?.type ?? '',
      change(one.installedBefore, one.installedAfter),
      change(one.measuredBefore, one.measuredAfter),
      one.attestationAfter?.status ?? one.attestationBefore?.status ?? '',
      one.startedAt ? duration(secondsBetween(one.startedAt, one.endedAt, style.now)) : '',
      one.problem ?? '',
    ]),
    style,
  );
}

/** `a -> b` when it changed, one value when it did not, `unknown` when nothing was read. */
export function change(before: string | undefined, after: string | undefined): string {
  if (after === undefined || before === after) return before ?? after ?? 'unknown';
  return `${before ?? 'unknown'} -> ${after}`;
}
