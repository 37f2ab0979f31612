import { by } from '../compare.js';
import type { EsxHost } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';

/**
 * Where the file of a missing base image comes from.
 *
 * - `export`: from a host that runs exactly that version (FIX-1)
 * - `archive`: the file kept of an earlier export or import
 * - `file`: what an operator supplies
 */
export type RepairWay = 'file' | 'export' | 'archive';

export type WayOut =
  | { readonly way: RepairWay; readonly isOffered: true; readonly text: string; readonly source?: EsxHost }
  | { readonly way: RepairWay; readonly isOffered: false; readonly text: string };

/**
 * The three ways to the file of a version, the preferred one first: what the operator supplies, then a fresh export,
 * then the archive. Each says why it is, or is not, there.
 *
 * @param facts.hosts - trusted hosts of the estate, the one to be repaired included
 * @param facts.archived - versions of which the archive has a file
 * @rule FIX-1, FIX-2, QB-8, QB-10
 */
export function waysOut(
  missing: EsxVersion,
  facts: {
    readonly hosts: readonly EsxHost[];
    readonly archived: readonly EsxVersion[];
    readonly hasFile: boolean;
  },
): readonly WayOut[] {
  return [
    fileWay(missing, facts.hasFile),
    exportWay(missing, facts.hosts),
    archiveWay(missing, facts.archived),
  ];
}

function fileWay(missing: EsxVersion, hasFile: boolean): WayOut {
  return hasFile
    ? { way: 'file', isOffered: true, text: `the supplied file of ${missing}` }
    : { way: 'file', isOffered: false, text: `no file of ${missing} was supplied` };
}

function exportWay(missing: EsxVersion, hosts: readonly EsxHost[]): WayOut {
  const running = hosts.filter(({ installed }) => installed === missing);
  if (running.length === 0)
    return { way: 'export', isOffered: false, text: `no trusted host runs exactly ${missing}` };
  const [source] = running
    .filter((host) => host.connection === 'connected')
    // After a full boot the file says nothing but what the host runs (QB-7).
    .toSorted(by(({ boot, ref }) => `${boot.type === 'full' ? 0 : 1} ${ref.name}`));
  if (source === undefined) {
    const names = running.map(({ ref }) => ref.name).join(', ');
    return {
      way: 'export',
      isOffered: false,
      text: `${names} would have the file, and is not connected`,
    };
  }
  return {
    way: 'export',
    isOffered: true,
    source,
    text: `an export of ${source.ref.name}, which runs ${missing}`,
  };
}

function archiveWay(missing: EsxVersion, archived: readonly EsxVersion[]): WayOut {
  return archived.includes(missing)
    ? { way: 'archive', isOffered: true, text: `the archived file of ${missing}` }
    : { way: 'archive', isOffered: false, text: `the archive has no file of ${missing}` };
}
