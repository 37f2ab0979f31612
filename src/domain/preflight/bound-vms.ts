import type { EsxHost } from '../model/inventory.js';
import type { BoundVm } from '../model/readiness.js';
import { isInService, type PreflightContext } from './check.js';

/** VMs that are tied to a host with work, and the hosts that could take them. */
export interface BoundTo {
  readonly host: EsxHost;
  readonly vms: readonly BoundVm[];
  /** Other hosts of the cluster that are in service. */
  readonly others: readonly EsxHost[];
}

/** Hosts with work that have such VMs. What is not known of a host says the check of what is unread. */
export function boundVmsOf({ sides, dueOf }: PreflightContext): BoundTo[] {
  return sides.flatMap(({ clusters, readiness }) => {
    const known = new Map((readiness.hosts ?? []).map(({ moid, boundVms = [] }) => [moid, boundVms]));
    return clusters.flatMap((cluster) =>
      dueOf(cluster).flatMap((host) => {
        const vms = known.get(host.ref.moid) ?? [];
        if (vms.length === 0) return [];
        const others = cluster.hosts.filter((other) => other !== host && isInService(other));
        return [{ host, vms, others }];
      }),
    );
  });
}
