import type { Finding } from '../../model/finding.js';
import type { EsxCluster, EsxHost } from '../../model/inventory.js';
import { checkNamed, count, isInService } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'evacuation',
  rule: 'ORD-8',
  looksAt:
    'Every host with work can be emptied: DRS moves its VMs, another host can take them, and no VM is exempt from DRS.',
  severities: ['blocker', 'warning'],
  remedy: 'Set DRS to fully automated; shut down or free the VMs that are named.',
  waivable: true,
});

/** Every host with work can be emptied: DRS moves its VMs, and none is pinned (2.14). @rule ORD-7, ORD-8 */
export const evacuation = check(({ clusters, dueOf }) =>
  clusters.flatMap((cluster) => evacuationFindings(cluster, dueOf(cluster))),
);

/** @param due - hosts of the cluster that are to be emptied, one after another @rule ORD-7, ORD-8 */
export function evacuationFindings(cluster: EsxCluster, due: readonly EsxHost[]): Finding[] {
  const loaded = due.filter(({ poweredOnVms }) => poweredOnVms > 0);
  return [...byDrs(cluster, loaded), ...byRoom(cluster, loaded), ...due.flatMap((host) => byPinned(host))];
}

function byDrs({ ref, drs }: EsxCluster, loaded: readonly EsxHost[]) {
  if (loaded.length === 0) return [];
  const vms = count(
    loaded.reduce((sum, { poweredOnVms }) => sum + poweredOnVms, 0),
    'running VM',
  );
  switch (drs) {
    case 'fullyAutomated':
      return [];
    case 'off':
    case 'manual':
      return [
        blocker(
          ref.name,
          `DRS of ${ref.name} is ${drs}: nobody moves its ${vms} off a host.`,
          'Set DRS to fully automated for the upgrade.',
        ),
      ];
    case 'partiallyAutomated':
    case 'unknown':
      return [
        warning(
          ref.name,
          `DRS of ${ref.name} is ${drs}: moving its ${vms} may wait for somebody.`,
          'Set DRS to fully automated for the upgrade, or be ready to apply its recommendations.',
        ),
      ];
  }
}

function byRoom({ ref, hosts }: EsxCluster, loaded: readonly EsxHost[]) {
  return loaded
    .filter((host) => !hosts.some((other) => other !== host && isInService(other)))
    .map((host) =>
      blocker(
        host.ref.name,
        `No other host of ${ref.name} is in service to take the ${count(host.poweredOnVms, 'running VM')} of ${host.ref.name}.`,
        'Add a host, or shut the VMs down for the upgrade.',
      ),
    );
}

function byPinned({ ref, pinnedVms }: EsxHost) {
  if (pinnedVms.length === 0) return [];
  return [
    blocker(
      ref.name,
      `${ref.name} cannot be evacuated: ${pinnedVms.toSorted().join(', ')} are not moved off it by DRS.`,
      'Shut these VMs down, or let DRS move them: an override of the cluster exempts them from it.',
    ),
  ];
}
