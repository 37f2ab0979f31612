import type { HostEvidence, RetiringEvidence, VersionEvidence } from './model.js';

/** A table as people look at it: every row has one cell for each column. */
interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The evidence as an approver sees it: versions, then hosts. @rule FIX-3, QB-6, DG-3, DG-5 */
export function evidenceTables({ hosts, versions }: RetiringEvidence): Table[] {
  return [
    {
      title: 'Base images of the Trust Authority Cluster',
      columns: ['Version', 'Health', 'In the archive', 'Last attested', 'Needed by', 'Removable'],
      rows: versions.map((version) => versionRow(version)),
    },
    {
      title: 'Trusted hosts, of all trusted clusters and vCenters',
      columns: [
        'vCenter',
        'Cluster',
        'Host',
        'Installed',
        'Last full boot',
        'Last boot',
        'Version before',
        'Attested',
      ],
      rows: hosts.map((host) => hostRow(host)),
    },
  ];
}

function versionRow({ image, isArchived, isLastAttested, neededBy, blockers }: VersionEvidence): string[] {
  return [
    image.version,
    image.health,
    isArchived ? 'yes' : 'no',
    image.lastAttestedAt === undefined
      ? 'not told'
      : `${image.lastAttestedAt}${isLastAttested ? ' (the last of all)' : ''}`,
    neededBy.length === 0 ? 'no host' : neededBy.join(', '),
    blockers.length === 0 ? 'yes' : `no: ${reasons(blockers)}`,
  ];
}

function reasons(blockers: VersionEvidence['blockers']): string {
  return [...new Set(blockers.map(({ rule, check }) => `${check} [${rule}]`))].join(', ');
}

function hostRow(row: HostEvidence): string[] {
  const { host, cluster, inEstate, boot, bootTime, installedSince, attestation, attestedAt, connection } =
    row;
  const before = installedSince?.before;
  return [
    host.vcenter,
    inEstate ? cluster : `${cluster} (not in the estate file)`,
    connection === 'connected' ? host.name : `${host.name} (${connection})`,
    row.installed ?? 'unknown',
    row.measured ?? 'unknown',
    `${boot.type} (${boot.source}), ${bootTime ?? 'at an unknown time'}`,
    before === undefined ? 'not seen' : `${before}, until ${installedSince?.at}`,
    attestation === 'attested' ? (attestedAt ?? 'at an unknown time') : attestation,
  ];
}
