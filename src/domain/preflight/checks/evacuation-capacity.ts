import type { EsxCluster, EsxHost } from '../../model/inventory.js';
import type { HostReadiness } from '../../model/readiness.js';
import { checkNamed, gib, isInService } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'evacuation-capacity',
  rule: 'ORD-8',
  looksAt: 'The other hosts of a cluster have the memory to take the VMs of each host with work.',
  severities: ['blocker', 'warning'],
  remedy: 'Add a host, or shut VMs down for the upgrade.',
  waivable: true,
});

/**
 * Memory is what evacuation fails for (2.14): what the VMs of a host use must fit into what is free elsewhere, and its
 * largest VM onto one other host. What is not known of a host says the check of what is unread. @rule ORD-7, ORD-8
 */
export const evacuationCapacity = check(({ sides, dueOf }) =>
  sides.flatMap(({ clusters, readiness }) => {
    const known = new Map((readiness.hosts ?? []).map((host) => [host.moid, host]));
    return clusters.flatMap((cluster) =>
      dueOf(cluster)
        .filter(({ poweredOnVms }) => poweredOnVms > 0)
        .flatMap((host) => ofHost(host, cluster, known)),
    );
  }),
);

function ofHost(host: EsxHost, { ref, hosts }: EsxCluster, known: ReadonlyMap<string, HostReadiness>) {
  const own = known.get(host.ref.moid);
  const others = hosts
    .filter((other) => other !== host && isInService(other))
    .flatMap((other) => known.get(other.ref.moid) ?? []);
  if (own?.usedMiB === undefined || own.runningMiB === undefined || others.length === 0) return [];
  if (others.some(({ memoryMiB, usedMiB }) => memoryMiB === undefined || usedMiB === undefined)) return [];
  const free = others.reduce(
    (sum, { memoryMiB = 0, usedMiB = 0 }) => sum + Math.max(0, memoryMiB - usedMiB),
    0,
  );
  const largestHost = Math.max(...others.map(({ memoryMiB = 0 }) => memoryMiB));
  const needed = Math.min(own.usedMiB, own.runningMiB);
  const { name } = host.ref;
  const remedy = 'Add a host, or shut VMs down for the upgrade.';
  if (own.largestVm !== undefined && own.largestVm.memoryMiB > largestHost) {
    return [
      blocker(
        name,
        `${own.largestVm.name} on ${name} needs ${gib(own.largestVm.memoryMiB)}; no other host of ${ref.name} in service has so much memory.`,
        'Shut this VM down for the upgrade, or add a host that can take it.',
      ),
    ];
  }
  if (needed > free) {
    return [
      blocker(
        name,
        `The VMs of ${name} use ${gib(needed)}, and the other hosts of ${ref.name} in service have ${gib(free)} free.`,
        remedy,
      ),
    ];
  }
  if (own.runningMiB <= free) return [];
  return [
    warning(
      name,
      `The VMs of ${name} were given ${gib(own.runningMiB)}, more than the ${gib(free)} that the other hosts of ${ref.name} have free: memory will be short while it is away.`,
      remedy,
    ),
  ];
}
