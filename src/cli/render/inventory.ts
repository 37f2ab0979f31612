import type { EsxCluster, EstateInventory, LedgerRow } from '../client/types.js';
import { wrap, type Style } from './style.js';
import { table } from './table.js';
import { timestamp } from './time.js';
import { baseImageTable } from './base-images.js';

/** The estate as it was read last: vCenters, clusters, hosts with installed and measured versions, base images. */
export function inventoryLines(inventory: EstateInventory, style: Style): string[] {
  const { bold, red } = style.colors;
  const { authority, trusted } = inventory;
  const vcenters = [authority.vcenter, ...trusted.map(({ vcenter }) => vcenter)];
  const clusters = [authority.cluster, ...trusted.flatMap((side) => side.clusters)];
  return [
    `${bold(`Estate ${inventory.estate}`)}  read ${timestamp(inventory.readAt)}`,
    '',
    table(
      ['vCenter', 'Side', 'Version', 'Build', 'Health', 'Last backup'],
      vcenters.map((one) => [
        one.name,
        one.zone,
        one.current.version,
        one.current.build,
        one.health,
        one.lastBackupAt ? timestamp(one.lastBackupAt) : 'none known',
      ]),
      style,
    ),
    ...clusters.flatMap((cluster) => ['', ...clusterLines(cluster, inventory.ledger, style)]),
    '',
    bold(`Base images of ${authority.facts.cluster.name}`),
    baseImageTable(authority.facts.images, style),
    ...(inventory.unreadable.length === 0 ? [] : ['', red(bold('Could not be read'))]),
    ...inventory.unreadable.flatMap(({ subject, reason }) =>
      wrap(`  ${subject}: ${reason}`, style.width, '    '),
    ),
  ];
}

function clusterLines(cluster: EsxCluster, ledger: readonly LedgerRow[], style: Style): string[] {
  const quickBoot = cluster.policy === undefined ? 'unknown' : cluster.policy.enableQuickBoot ? 'on' : 'off';
  const trusted = cluster.role === 'trusted';
  const rows = cluster.hosts.map((host) => {
    const row = ledger.find(
      (one) => one.host.vcenter === host.ref.vcenter && one.host.moid === host.ref.moid,
    );
    const state = host.inMaintenance ? 'maintenance' : host.connection;
    const common = [host.ref.name, state, host.installed ?? 'unknown'];
    return trusted
      ? [...common, row?.measured ?? 'unknown', row?.boot.type ?? 'unknown', host.attestation.status]
      : common;
  });
  return [
    `${style.colors.bold(`Cluster ${cluster.ref.name}`)}  ${cluster.role}  Quick Boot ${quickBoot}  DRS ${cluster.drs}`,
    table(
      ['Host', 'State', 'Installed', ...(trusted ? ['Measured', 'Last boot', 'Attestation'] : [])],
      rows,
      style,
    ),
  ];
}
