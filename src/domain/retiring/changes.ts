import type { EsxVersion } from '../model/version.js';
import type { HostEvidence, RetiringEvidence, VersionEvidence } from './model.js';

/**
 * What differs between the evidence that was approved and the evidence now, one sentence each; empty = it still holds.
 * Times that move by themselves, as those of renewed reports, are no change; nor is what holds another version.
 *
 * @rule FIX-3, DG-5
 */
export function evidenceChanges(
  version: EsxVersion,
  approved: RetiringEvidence,
  now: RetiringEvidence,
): string[] {
  return [
    ...compare(approved.hosts, now.hosts, hostKey, hostState),
    ...compare(
      approved.versions,
      now.versions,
      ({ image }) => image.id,
      (row) => versionState(row, row.image.version === version),
    ),
  ];
}

function compare<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
  stateOf: (item: T) => string,
): string[] {
  const was = new Map(before.map((item) => [nameOf(item), stateOf(item)]));
  const is = new Map(after.map((item) => [nameOf(item), stateOf(item)]));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    if (old === now) return [];
    return [`${name}: was ${old ?? 'not there'}, is ${now ?? 'not there any more'}`];
  });
}

const hostKey = ({ host }: HostEvidence): string => `${host.vcenter}/${host.name}`;

function hostState(row: HostEvidence): string {
  const { installed, measured, boot, bootTime, connection, attestation, refusals, cluster } = row;
  return [
    `in ${cluster}`,
    `installed ${installed ?? 'unknown'}`,
    `measured ${measured ?? 'unknown'}`,
    `${boot.type} boot at ${bootTime ?? 'an unknown time'}`,
    connection,
    attestation,
    ...(refusals > 0 ? [`refused by ${refusals}`] : []),
  ].join(', ');
}

function versionState({ image, isArchived, blockers }: VersionEvidence, isMeant: boolean): string {
  if (!isMeant) return `health ${image.health}`;
  const why = blockers.map(({ check, subject }) => `${check} ${subject}`).toSorted();
  return [
    `health ${image.health}`,
    isArchived ? 'archived' : 'not archived',
    why.length === 0 ? 'removable' : `held by ${why.join(', ')}`,
  ].join(', ');
}
