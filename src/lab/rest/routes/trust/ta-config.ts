import type { LabWorld } from '../../../world/api.js';
import { LabError } from '../../../world/model.js';
import type { LabCluster, LabHost, LabTaConfig } from '../../../world/model.js';
import { emptyCluster } from '../../../world/trust-authority.js';
import { restError } from '../../errors.js';
import { hostsOf, isUp } from '../../../world/queries.js';
import { messages } from '../../wire-values.js';

export type TaHost = LabHost & { readonly ta: LabTaConfig };
type Item = Parameters<LabWorld['taHealth']>[1];

const isTaHost = (host: LabHost): host is TaHost => host.ta !== undefined;

export const taHostsOf = (cluster: LabCluster): TaHost[] => hostsOf(cluster).filter(isTaHost);

/** TA hosts that vCenter can talk to: only these answer reads and receive changes. */
export function reachableTaHosts(cluster: LabCluster): TaHost[] {
  const hosts = taHostsOf(cluster);
  if (hosts.length === 0)
    throw restError('INVALID_ARGUMENT', `Cluster '${cluster.moid}' is no Trust Authority Cluster.`, {
      messageId: 'com.vmware.vcenter.trusted_infrastructure.trust_authority_clusters.not_enabled',
    });
  const reachable = hosts.filter(isUp);
  if (reachable.length === 0) throw new LabError(emptyCluster(cluster));
  return reachable;
}

/** Everything of one kind that any reachable TA host holds, by key; the first host that has it speaks for it. */
export function gather<T>(
  cluster: LabCluster,
  pick: (ta: LabTaConfig) => ReadonlyMap<string, T>,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const { ta } of reachableTaHosts(cluster))
    for (const [key, value] of pick(ta)) if (!found.has(key)) found.set(key, value);
  return found;
}

/** Changes the copy of every reachable TA host; the others keep theirs, which is how copies come to differ. */
export function changeEverywhere(cluster: LabCluster, change: (ta: LabTaConfig, host: TaHost) => void): void {
  for (const host of reachableTaHosts(cluster)) change(host.ta, host);
}

/**
 * Gives an item to every reachable TA host that lacks it. Where one has it already the others get theirs all the same,
 * and the whole is told as "already exists" (vta-operations 2.10, step 6).
 *
 * @returns whether a host had it
 */
export function createEverywhere<T>(
  cluster: LabCluster,
  pick: (ta: LabTaConfig) => Map<string, T>,
  key: string,
  item: T,
): boolean {
  const had = reachableTaHosts(cluster).filter(({ ta }) => pick(ta).has(key));
  changeEverywhere(cluster, (ta) => {
    if (!pick(ta).has(key)) pick(ta).set(key, item);
  });
  return had.length > 0;
}

/** `health` and `details` of an item as the wire shows them. */
export function healthOf(
  world: LabWorld,
  cluster: LabCluster,
  item: Item,
): { health: string; details: unknown[] } {
  const { health, details } = world.taHealth(cluster, item);
  return { health, details: messages(details) };
}
