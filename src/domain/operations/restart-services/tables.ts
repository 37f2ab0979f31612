import type { EvidenceTable } from '../model.js';
import type { OperationFacts } from '../facts.js';
import type { ServicesReading } from './reading.js';

/**
 * What people look at: the health of both services, and every vTA service of each TA host with its state. The version of
 * a service is that of its host: services travel with the ESXi image.
 *
 * @rule SVC-1, SVC-2
 */
export function servicesTables(
  { inventory }: OperationFacts,
  { health, taHosts }: ServicesReading,
): readonly EvidenceTable[] {
  const told = [
    ['attestation service', health.attestation],
    ['key provider service', health.keyProvider],
  ] as const;
  const rows = inventory.authority.cluster.hosts.flatMap(({ ref, installed, connection }) => {
    const services = taHosts.find((it) => it.ref.moid === ref.moid)?.services ?? [];
    const version = installed ?? 'unknown';
    if (services.length === 0) return [[ref.name, `none listed (${connection})`, 'unknown', version]];
    return services.map(({ key, running }) => [ref.name, key, running ? 'running' : 'stopped', version]);
  });
  return [
    {
      title: 'Health of the Trust Authority Cluster',
      columns: ['Service', 'Health', 'Details'],
      rows: told.map(([name, { health: state, details }]) => [name, state, details.join(' ')]),
    },
    {
      title: 'vTA services of the TA hosts',
      columns: ['Host', 'Service', 'State', 'Version (of the host)'],
      rows,
    },
  ];
}
