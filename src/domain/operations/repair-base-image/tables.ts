import { logFilesOf } from '../../deciding/index.js';
import type { EsxHost, LedgerRow } from '../../model/inventory.js';
import type { Diagnosis, WayOut } from '../../repairing/index.js';
import type { OperationFacts } from '../facts.js';
import type { EvidenceTable } from '../model.js';

/** What people look at before they trust another base image. @rule ATT-3, ATT-4, ATT-5, DG-3 */
export function repairTables(
  { inventory }: OperationFacts,
  seen: {
    readonly host: EsxHost;
    readonly row: LedgerRow;
    readonly found: Diagnosis;
    readonly hosts: readonly EsxHost[];
  },
) {
  const { host, row, found, hosts } = seen;
  const taHosts = inventory.authority.cluster.hosts.map(({ ref }) => ref.name);
  const { images } = inventory.authority.facts;
  const unattested = hosts.filter(({ attestation }) => attestation.status !== 'attested');
  const diagnosis: EvidenceTable = {
    title: `Diagnosis of ${host.ref.name}`,
    columns: ['What', 'Seen'],
    rows: [
      [
        'cause',
        found.state === 'base-image-missing' ? 'BASE_IMAGE_MISSING (expected on a new version)' : found.state,
      ],
      ['runs', row.installed ?? 'unknown'],
      ['measured at its last full boot', row.measured ?? 'unknown'],
      ['last boot', `${row.boot.type}${row.boot.bootTime === undefined ? '' : ` at ${row.boot.bootTime}`}`],
      [
        'trusted versions',
        images.map(({ version, health }) => `${version} (${health})`).join(', ') || 'none',
      ],
      ...messagesOf(host).map((message) => ['message', message]),
    ],
  };
  const affected: EvidenceTable = {
    title: 'Unattested hosts: no VM can be encrypted there, and encrypted VMs cannot be used',
    columns: ['Host', 'Cluster', 'Encrypted VMs', 'Maintenance mode'],
    rows: unattested.map(({ ref, cluster, encryptedVms, inMaintenance }) => [
      ref.name,
      cluster.name,
      String(encryptedVms),
      inMaintenance === undefined ? 'unknown' : inMaintenance ? 'yes' : 'no',
    ]),
  };
  const logs: EvidenceTable = {
    title: 'Log files (in /var/run/log)',
    columns: ['File'],
    rows: logFilesOf('trusted', host.ref.name, taHosts).map((file) => [file]),
  };
  return {
    seen: [diagnosis, affected, logs],
    ways: (ways: readonly WayOut[]): EvidenceTable => ({
      title: 'Ways to the file',
      columns: ['Way', 'Possible', 'Why'],
      rows: ways.map(({ way, isOffered, text }) => [way, isOffered ? 'yes' : 'no', text]),
    }),
  };
}

const messagesOf = ({ attestation }: EsxHost): string[] => [
  ...new Set(
    attestation.services.flatMap(({ messages, messageIds = [] }) =>
      messages.some(Boolean) ? messages : messageIds,
    ),
  ),
];
