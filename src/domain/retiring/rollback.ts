import type { Finding } from '../model/finding.js';
import type { EsxVersion } from '../model/version.js';
import { blocker } from './blocker.js';
import type { HostEvidence } from './model.js';

const HOUR_MS = 3_600_000;

/**
 * Why a host may still be rolled back to a version: its other boot bank holds it, or may hold it, and its upgrade is not
 * long ago. A rollback is a full boot, so that the host then attests with that version.
 *
 * The other boot bank cannot be read; it holds what the host was seen to run before (one level only). Where nobody saw
 * that, it may be any version, until the window is over.
 *
 * @param windowHours - 0 = rollback is no option
 * @rule DG-5, INV-3, DG-14
 */
export function whyRollback(version: EsxVersion, evidence: HostEvidence, windowHours: number): Finding[] {
  const { host, installed, installedSince, clock } = evidence;
  if (windowHours === 0 || installed === version) return [];
  const before = installedSince?.before;
  if (before !== undefined && before !== version) return [];
  const since = installedSince?.at;
  if (since === undefined || clock === undefined) {
    return [open(host.name, 'since when it has run its version is unknown', version)];
  }
  const endsMs = Date.parse(since) + windowHours * HOUR_MS;
  if (endsMs <= Date.parse(clock)) return [];
  const ends = new Date(endsMs).toISOString();
  const what =
    before === undefined
      ? `it has run ${installed ?? 'its version'} since ${since}, and what it ran before is unknown`
      : `it left ${version} at ${since} and holds it in its other boot bank`;
  return [open(host.name, `${what}; the window ends at ${ends}`, version)];
}

function open(name: string, why: string, version: EsxVersion): Finding {
  return blocker('DG-5', 'rollback-window', name, {
    message: `A rollback of ${name} to ${version} is still an option: ${why}.`,
    remedy:
      'Wait until the window is over; its length is `retiring.rollbackWindowHours` of the configuration.',
  });
}
