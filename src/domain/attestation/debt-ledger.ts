import { by } from '../compare.js';
import type { BaseImage, BootEvidence, EstateInventory, HostRef, LedgerRow } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';
import { imagesStillNeeded } from './base-images.js';
import { isInDebt } from './ledger.js';

/** One host whose last full boot was on another version than it runs, or on one that nobody knows. */
export interface HostDebt {
  readonly host: HostRef;
  /** Absent when the newest survey does not hold the host. */
  readonly cluster?: string;
  readonly installed?: EsxVersion;
  readonly measured?: EsxVersion;
  /** Since when, ISO 8601. */
  readonly since: string;
  readonly boot: BootEvidence;
  /** Base images that this host keeps from being removed beside the one that it runs, oldest first. */
  readonly keeps: readonly EsxVersion[];
  /** One sentence for people. */
  readonly text: string;
}

/**
 * The debts of an estate: every host whose base image of old cannot be removed until it has booted fully, longest in
 * debt first.
 *
 * @param ledger - of all trusted hosts
 * @param images - of the Trust Authority Cluster, as last read
 * @param inventory - tells the cluster of each host
 * @rule QB-3, QB-4, DG-3, DG-14
 */
export function hostDebts(
  ledger: readonly LedgerRow[],
  images: readonly BaseImage[],
  inventory?: Pick<EstateInventory, 'trusted'>,
): HostDebt[] {
  const clusters = clustersByHost(inventory);
  return ledger
    .filter((row) => isInDebt(row))
    .toSorted(by((row) => `${row.owedSince ?? row.at} ${row.host.name}`))
    .map((row) => {
      const cluster = clusters.get(keyOf(row.host));
      const keeps = imagesStillNeeded([row], images)
        .map(({ image }) => image.version)
        .filter((version) => version !== row.installed);
      return {
        host: row.host,
        ...(cluster === undefined ? {} : { cluster }),
        ...(row.installed === undefined ? {} : { installed: row.installed }),
        ...(row.measured === undefined ? {} : { measured: row.measured }),
        since: row.owedSince ?? row.at,
        boot: row.boot,
        keeps,
        text: debtText(row),
      };
    });
}

/** What a host owes, and what ends it. */
export function debtText({ host, installed, measured }: LedgerRow): string {
  return `${host.name} runs ${installed ?? 'an unknown version'} and attests with ${
    measured ?? 'an unknown version'
  } until its next full boot.`;
}

function clustersByHost(inventory?: Pick<EstateInventory, 'trusted'>): ReadonlyMap<string, string> {
  const hosts = (inventory?.trusted ?? []).flatMap(({ clusters }) =>
    clusters.flatMap(({ ref, hosts: members }) =>
      members.map((host) => [keyOf(host.ref), ref.name] as const),
    ),
  );
  return new Map(hosts);
}

function keyOf({ vcenter, moid }: HostRef): string {
  return `${vcenter}/${moid}`;
}
