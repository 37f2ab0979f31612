import type { EstateInventory, HostProgress } from '../../src/cli/client/types.js';
import type { LabHostState, LabState } from './lab.js';

/** A value that the product shows and that is not so. */
export interface Difference {
  readonly host: string;
  readonly what: string;
  readonly shown: string;
  readonly truth: string;
}

/**
 * What the product shows of each host against what is so in the lab: installed and measured version, how it booted last.
 *
 * @param hosts - progress of the run; only those it calls done are claims about the host
 * @param inventory - read after the run
 */
export function differences(
  state: LabState,
  hosts: readonly HostProgress[],
  inventory: Pick<EstateInventory, 'ledger' | 'authority' | 'trusted'>,
): { readonly compared: number; readonly differences: readonly Difference[] } {
  const truths = new Map(
    state.vcenters.flatMap(({ name, clusters }) =>
      clusters.flatMap(({ hosts: all }) => all.map((host) => [`${name}/${host.name}`, host] as const)),
    ),
  );
  const truthOf = (host: { readonly vcenter: string; readonly name: string }): LabHostState => {
    const found = truths.get(`${host.vcenter}/${host.name}`);
    if (found === undefined) throw new Error(`the lab has no host ${host.name}`);
    return found;
  };
  const found: Difference[] = [];
  let compared = 0;
  const check = (host: string, what: string, shown: string | undefined, truth: string): void => {
    compared += 1;
    if (shown !== truth) found.push({ host, what, shown: shown ?? 'nothing', truth });
  };

  for (const one of hosts.filter(({ phase }) => phase === 'done')) {
    const truth = truthOf(one.host);
    check(one.host.name, 'installed (run)', one.installedAfter, truth.installed);
    if (one.boot?.source === 'event') check(one.host.name, 'boot (run)', one.boot.type, truth.lastBoot.type);
    if (one.measuredAfter !== undefined)
      check(one.host.name, 'measured (run)', one.measuredAfter, truth.measured);
  }
  for (const { host, installed, measured } of inventory.ledger) {
    const truth = truthOf(host);
    check(host.name, 'installed (ledger)', installed, truth.installed);
    // A host that nobody can read attests with nothing that could be shown.
    if (measured !== undefined) check(host.name, 'measured (ledger)', measured, truth.measured);
  }
  const clusters = [inventory.authority.cluster, ...inventory.trusted.flatMap((side) => side.clusters)];
  for (const { ref, installed, connection, inMaintenance } of clusters.flatMap(({ hosts: all }) => all)) {
    const truth = truthOf(ref);
    check(ref.name, 'connection (inventory)', connection, truth.connection);
    if (truth.connection !== 'connected') continue;
    check(ref.name, 'installed (inventory)', installed, truth.installed);
    check(ref.name, 'maintenance (inventory)', String(inMaintenance), String(truth.inMaintenance));
  }
  return { compared, differences: found };
}
