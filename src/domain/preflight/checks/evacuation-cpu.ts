import type { EsxCluster } from '../../model/inventory.js';
import { checkNamed, isInService, nameSome } from '../check.js';

const { warning, check } = checkNamed({
  id: 'evacuation-cpu',
  rule: 'ORD-8',
  looksAt: 'The hosts of a cluster offer the same CPU features: by EVC, or because their CPUs are alike.',
  severities: ['warning'],
  remedy: 'Switch EVC on for the cluster, or start no VM on the newer hosts until the upgrade ends.',
});

/**
 * A VM uses the CPU features of the host on which it was started, and moves only to hosts that have them (2.14). Which
 * running VMs can go nowhere now says the check of their placement. @rule ORD-7, ORD-8
 */
export const evacuationCpu = check(({ sides, dueOf }) =>
  sides.flatMap(({ clusters, readiness }) => {
    const modes = new Map((readiness.hosts ?? []).map(({ moid, evcMode }) => [moid, evcMode]));
    return clusters
      .filter((cluster) => dueOf(cluster).some(({ poweredOnVms }) => poweredOnVms > 0))
      .flatMap((cluster) => ofCluster(cluster, modes));
  }),
);

function ofCluster({ ref, hosts }: EsxCluster, modes: ReadonlyMap<string, string | undefined>) {
  const byMode = new Map<string, string[]>();
  for (const host of hosts.filter(isInService)) {
    const mode = modes.get(host.ref.moid);
    // What is not told says the check of what is unread.
    if (mode !== undefined) byMode.set(mode, [...(byMode.get(mode) ?? []), host.ref.name]);
  }
  if (byMode.size < 2) return [];
  const groups = [...byMode].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const words = groups.map(([mode, names]) => `${mode} (${nameSome(names)})`).join('; ');
  return [
    warning(
      ref.name,
      `EVC does not level the CPUs of ${ref.name}: ${words}. A VM that is started on a newer host cannot be moved to an older one.`,
      `Switch EVC on for ${ref.name}, or start no VM on the newer hosts until the upgrade ends.`,
    ),
  ];
}
