import { ledgerFromInventory } from '../attestation/index.js';
import { logFilesOf } from '../deciding/index.js';
import type { EsxHost } from '../model/inventory.js';
import type { EvidenceTable } from '../operations/model.js';
import { diagnose } from '../repairing/index.js';
import type { DiagnosisBundle, DiagnosisFacts } from './model.js';
import { redact } from './redact.js';

/**
 * The evidence for one host or a whole estate: versions, states, causes, running tasks, messages, and which log file lies
 * on which host. Nothing that looks like a secret is left in it; what could not be read is named.
 *
 * @rule ATT-1, ATT-4, ATT-5, DG-3, DG-14
 */
export function diagnosisBundle(facts: DiagnosisFacts): DiagnosisBundle {
  const { estate, host, at, messages, unreadable } = facts;
  const hosts = hostsOf(facts);
  const meant = host === undefined ? hosts : hosts.filter(({ ref }) => ref.name === host);
  const missing =
    host !== undefined && meant.length === 0
      ? [{ subject: host, reason: 'no host of this name was read' }]
      : [];
  return redact({
    schema: 1,
    estate,
    ...(host === undefined ? {} : { host }),
    at,
    tables: [
      vcenters(facts),
      hostTable(facts, meant),
      causes(facts, meant),
      authorityTable(facts),
      images(facts),
      services(facts),
      tasks(facts),
      logs(facts, host === undefined ? troubled(hosts) : meant),
    ].filter(({ rows }) => rows.length > 0),
    messages,
    unreadable: [...unreadable, ...missing],
  });
}

const hostsOf = ({ authority, trusted }: DiagnosisFacts): EsxHost[] => [
  ...(authority?.cluster.hosts ?? []),
  ...trusted.flatMap(({ clusters }) => clusters.flatMap((cluster) => cluster.hosts)),
];

/** Hosts of which somebody has to read the log: away, or not attested although they should be. */
export const troubled = (hosts: readonly EsxHost[]): EsxHost[] =>
  hosts.filter(
    ({ connection, role, attestation }) =>
      connection !== 'connected' || (role === 'trusted' && attestation.status !== 'attested'),
  );

const rowOf = ({ ledger, at }: DiagnosisFacts, host: EsxHost) =>
  ledgerFromInventory(
    host,
    ledger.find((row) => row.host.moid === host.ref.moid && row.host.vcenter === host.ref.vcenter),
    at,
  );

const vcenters = ({ authority, trusted }: DiagnosisFacts): EvidenceTable => ({
  title: 'vCenters',
  columns: ['vCenter', 'Version', 'Build', 'Update', 'Health', 'Last backup'],
  rows: [...(authority ? [authority] : []), ...trusted].map(({ vcenter: it }) => [
    it.name,
    it.current.version,
    it.current.build,
    it.updateState,
    it.health,
    it.lastBackupAt ?? 'unknown',
  ]),
});

const hostTable = (facts: DiagnosisFacts, hosts: readonly EsxHost[]): EvidenceTable => ({
  title: 'Hosts',
  columns: [
    'Host',
    'Side',
    'Runs',
    'Measured',
    'Last boot',
    'Connection',
    'Maintenance',
    'Attestation',
    'Encrypted VMs',
  ],
  rows: hosts.map((host) => {
    const { ref, role, connection, inMaintenance, attestation, boot, bootTime = 'time unknown' } = host;
    const { installed = 'unknown', measured = 'unknown' } = rowOf(facts, host);
    const isTrusted = role === 'trusted';
    return [
      ref.name,
      role,
      installed,
      isTrusted ? measured : '',
      `${boot.type} ${bootTime}`,
      connection,
      inMaintenance === undefined ? 'unknown' : inMaintenance ? 'yes' : 'no',
      isTrusted
        ? `${attestation.status}${attestation.attestedUntil ? ` until ${attestation.attestedUntil}` : ''}`
        : '',
      String(host.encryptedVms),
    ];
  }),
});

/** @rule ATT-1 */
const causes = (facts: DiagnosisFacts, hosts: readonly EsxHost[]): EvidenceTable => ({
  title: 'Why hosts do not attest',
  columns: ['Host', 'Cause', 'What it means'],
  rows: hosts.flatMap((host) => {
    if (host.role !== 'trusted' || facts.authority === undefined) return [];
    const found = diagnose(host, rowOf(facts, host), facts.authority.facts.images);
    if (found.state === 'attested') return [];
    return found.state === 'other'
      ? [[host.ref.name, found.failure.kind, found.failure.text]]
      : [[host.ref.name, found.state, found.text]];
  }),
});

function authorityTable({ authority }: DiagnosisFacts): EvidenceTable {
  const facts = authority?.facts;
  return {
    title: 'Trust Authority Cluster',
    columns: ['Part', 'State'],
    rows:
      facts === undefined
        ? []
        : [
            [`cluster ${facts.cluster.name}`, facts.state],
            ['attestation service', facts.attestationService],
            ['key provider service', facts.keyProviderService],
            ['TPM attestation settings', facts.tpmSettings],
            ...facts.principals.map(({ id, issuer, health }) => [`principal ${id} (${issuer})`, health]),
            ...facts.keyProviders.map(({ name, health }) => [`key provider ${name}`, health]),
            ...facts.caCertificates.map(({ name, health }) => [`TPM CA certificate ${name}`, health]),
            ...facts.endorsementKeys.map(({ name, health }) => [`endorsement key ${name}`, health]),
          ],
  };
}

const images = ({ authority }: DiagnosisFacts): EvidenceTable => ({
  title: 'Base images',
  columns: ['Version', 'Health', 'Last attested', 'Details'],
  rows: (authority?.facts.images ?? []).map(({ version, health, lastAttestedAt = '', details }) => [
    version,
    health,
    lastAttestedAt,
    details.join(' '),
  ]),
});

const services = ({ services: read }: DiagnosisFacts): EvidenceTable => ({
  title: 'vTA services of the TA hosts',
  columns: ['Host', 'Service', 'State'],
  rows: (read?.taHosts ?? []).flatMap(({ ref, services: own = [] }) =>
    own.map(({ key, running }) => [ref.name, key, running ? 'running' : 'stopped']),
  ),
});

const tasks = ({ tasks: lists }: DiagnosisFacts): EvidenceTable => ({
  title: 'Running tasks',
  columns: ['vCenter', 'Task', 'On', 'By', 'Since'],
  rows: lists.flatMap(({ vcenter, tasks: own }) =>
    own.map(({ operation, entity, user = '', since = '' }) => [
      vcenter,
      operation,
      entity?.name ?? '',
      user,
      since,
    ]),
  ),
});

/** @rule ATT-5 */
function logs({ authority }: DiagnosisFacts, hosts: readonly EsxHost[]): EvidenceTable {
  const taHosts = authority?.cluster.hosts.map(({ ref }) => ref.name) ?? [];
  const files = new Set(hosts.flatMap(({ role, ref }) => logFilesOf(role, ref.name, taHosts)));
  return {
    title: 'Log files to read (in /var/run/log)',
    columns: ['File'],
    rows: [...files].map((file) => [file]),
  };
}
