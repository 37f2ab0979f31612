import type { BaseImage, EsxHost, EstateInventory, LedgerRow } from '../../src/domain/model/inventory.js';
import type { RetiringFacts } from '../../src/domain/retiring/index.js';
import {
  aLedgerRow,
  anEstate,
  anImage,
  anInventory,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  OLD,
} from './builders.js';

/** Long after the hosts of the builders have booted. */
export const CLOCK = '2026-02-01T12:00:00Z';
export const BETWEEN = '8.0.3-24000000';

/** A trusted host with its ledger row: what it runs, what it measured, how it booted. */
export interface DrawnHost {
  readonly name: string;
  readonly installed?: string | undefined;
  readonly measured?: string | undefined;
  readonly change?: Partial<EsxHost>;
  readonly row?: Partial<LedgerRow>;
}

function hostOf({ name, installed, change = {} }: DrawnHost): EsxHost {
  const { installed: _, ...host } = aTrustedHost(name);
  return { ...host, ...(installed !== undefined && { installed }), ...change };
}

function rowOf(drawn: DrawnHost): LedgerRow {
  const { measured: _, installed: __, ...rest } = aLedgerRow(hostOf(drawn));
  const { installed, measured, row } = drawn;
  const boot = { ...rest.boot, type: installed === measured ? ('full' as const) : ('quick' as const) };
  return {
    ...rest,
    ...(installed !== undefined && { installed }),
    ...(measured !== undefined && { measured }),
    boot,
    ...row,
  };
}

/** Facts about one trusted cluster of such hosts; the archive holds every image unless told otherwise. */
export function retiringFacts(
  hosts: readonly DrawnHost[],
  images: readonly BaseImage[] = [anImage(OLD), anImage(NEW)],
  change: Partial<Omit<RetiringFacts, 'inventory'>> & {
    readonly inventory?: Partial<Omit<EstateInventory, 'authority'>>;
  } = {},
): RetiringFacts {
  const { inventory, ...rest } = change;
  const { unreadable, archivedImages, ledger, trusted } = inventory ?? {};
  const read = anInventory({
    authority: { images },
    clusters: [aWorkloadCluster(hosts.map((host) => hostOf(host)))],
    archivedImages: archivedImages ?? images.map(({ version }) => version),
    ledger: ledger ?? hosts.map((host) => rowOf(host)),
    ...(unreadable !== undefined && { unreadable }),
    ...(trusted !== undefined && { trusted }),
  });
  return {
    estate: anEstate(),
    inventory: read,
    beyond: [{ vcenter: 'vc-trusted', clock: CLOCK, clusters: [] }],
    rollbackWindowHours: 168,
    ...rest,
  };
}
