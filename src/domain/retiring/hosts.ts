import { ledgerFromInventory } from '../attestation/index.js';
import { by } from '../compare.js';
import type { EsxCluster, EsxHost, LedgerRow } from '../model/inventory.js';
import type { HostEvidence, RetiringFacts } from './model.js';

/** Every trusted host that uses the Trust Authority Cluster, as far as it can be read, by vCenter and name. @rule DG-10 */
export function hostEvidence(facts: RetiringFacts): HostEvidence[] {
  const { inventory, beyond } = facts;
  const clocks = new Map(beyond.map(({ vcenter, clock }) => [vcenter, clock]));
  const known = new Map(inventory.ledger.map((row) => [keyOf(row), row]));
  const rows = (clusters: readonly EsxCluster[], inEstate: boolean): HostEvidence[] =>
    clusters.flatMap((cluster) =>
      cluster.hosts.map((host) => {
        const row = ledgerFromInventory(host, known.get(keyOf({ host: host.ref })), inventory.readAt);
        return {
          ...evidenceOf(host, row, clocks.get(host.ref.vcenter)),
          cluster: cluster.ref.name,
          inEstate,
        };
      }),
    );
  return [
    ...inventory.trusted.flatMap(({ clusters }) => rows(clusters, true)),
    ...beyond.flatMap(({ clusters }) => rows(clusters, false)),
  ].toSorted(by(({ host }) => `${host.vcenter}/${host.name}`));
}

/** The row as it would be written for this reading, as ledger and reading may be hours apart. */
export function ledgerRows(hosts: readonly HostEvidence[], at: string): LedgerRow[] {
  return hosts.map(({ host, installed, measured, boot }) => ({
    host,
    ...(installed !== undefined && { installed }),
    ...(measured !== undefined && { measured }),
    boot,
    at,
  }));
}

function evidenceOf(
  { ref, installed, bootTime, connection, attestation }: EsxHost,
  row: LedgerRow,
  clock: string | undefined,
): Omit<HostEvidence, 'cluster' | 'inEstate'> {
  const { status, attestedAt, attestedUntil, services } = attestation;
  return {
    host: ref,
    // What is read now counts, not what was known.
    ...(installed !== undefined && { installed }),
    ...(row.measured !== undefined && { measured: row.measured }),
    boot: row.boot,
    ...(bootTime !== undefined && { bootTime }),
    ...(row.installedSince !== undefined && { installedSince: row.installedSince }),
    connection,
    attestation: status,
    ...(attestedAt !== undefined && { attestedAt }),
    ...(attestedUntil !== undefined && { attestedUntil }),
    refusals: services.filter((service) => service.status === 'notAttested').length,
    ...(clock !== undefined && { clock }),
  };
}

const keyOf = ({ host }: Pick<LedgerRow, 'host'>): string => `${host.vcenter}/${host.moid}`;
