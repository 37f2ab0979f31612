import type { WorldContext } from './context.js';
import { effectivePolicy } from './lifecycle/policy.js';
import { installedVersion } from './model.js';
import { authorityHosts, hostsOf } from './queries.js';
import { configurationOf } from './trust-items.js';

/** Detail of `lab.started`: what there was before anything happened. */
export function startingSnapshot(ctx: WorldContext): Record<string, unknown> {
  const authorities = authorityHosts(ctx);
  const images = [...(authorities[0]?.ta?.images.keys() ?? [])].filter((version) =>
    authorities.every((host) => host.ta?.images.has(version)),
  );
  return {
    vcenters: [...ctx.vcenters.values()].map((vcenter) => ({
      name: vcenter.name,
      role: vcenter.role,
      version: vcenter.version,
      clusters: [...vcenter.clusters.values()].map((cluster) => ({
        name: cluster.name,
        kind: cluster.kind,
        policy: effectivePolicy(cluster),
        hosts: hostsOf(cluster).map((host) => ({
          name: host.name,
          installed: installedVersion(host),
          measured: host.measured,
          fallback: host.banks[host.activeBank === 0 ? 1 : 0],
          inMaintenance: host.inMaintenance,
          connection: host.connection,
        })),
      })),
    })),
    images,
    configuration: Object.fromEntries(
      authorities.flatMap(({ name, ta }) =>
        ta === undefined ? [] : [[name, Object.fromEntries(configurationOf(ta))] as const],
      ),
    ),
  };
}
