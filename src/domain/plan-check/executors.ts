import type { ClusterStep, VCenterStep } from '../model/plan.js';
import { isAtLeast, isSameReleaseLine } from '../versions/index.js';
import { broken, clustersOf, clusterSteps, keyOf, vcenterSteps, type PlanCheck } from './context.js';

/**
 * A vCenter updates itself only within its release line; people upgrade it across one, or where they were chosen, in the
 * way that was chosen, which is offered between these versions (2.16). @rule ORD-2, ORD-4
 */
export const vcenterExecutor: PlanCheck = ({ plan }) =>
  vcenterSteps(plan)
    .filter((step) => !fitsVCenter(step, plan.request.executors?.vcenters?.[step.vcenter]))
    .map(({ vcenter, zone, executor, way, from, target }) =>
      broken(
        zone === 'authority' ? 'ORD-2' : 'ORD-4',
        'vcenter-executor',
        vcenter,
        `${vcenter} cannot go from ${from.version} to ${target} by ${way ?? executor}.`,
      ),
    );

function fitsVCenter({ executor, way, from, target }: VCenterStep, asked: string | undefined): boolean {
  if (executor === 'appliance-update') {
    return (
      way === undefined &&
      (asked ?? 'appliance-update') === 'appliance-update' &&
      isSameReleaseLine(from.version, target)
    );
  }
  if (way === 'reduced-downtime' && !(isAtLeast(from.version, '8.0.0') && isAtLeast(target, '8.0.2')))
    return false;
  return way === asked && (way !== undefined || !isSameReleaseLine(from.version, target));
}

/**
 * vLCM upgrades hosts where an image manages the cluster, people where none does: the Trust Authority Cluster, or a
 * cluster for which they were chosen. @rule ORD-3, ORD-5, IMG-2
 */
export const clusterExecutor: PlanCheck = ({ plan, inventory }) =>
  clusterSteps(plan)
    .filter((step) => {
      const found = clustersOf(inventory).find(({ ref }) => keyOf(ref) === keyOf(step.cluster));
      const asked = plan.request.executors?.clusters?.[step.cluster.name];
      return step.hosts.length > 0 && !fitsCluster(step, asked, found?.imageManaged);
    })
    .map(({ cluster, role, executor, way }) =>
      broken(
        role === 'authority' ? 'ORD-3' : 'ORD-5',
        'cluster-executor',
        cluster.name,
        `The hosts of ${cluster.name} cannot be upgraded by ${way ?? executor}.`,
      ),
    );

function fitsCluster(
  { executor, way, role, hosts }: ClusterStep,
  asked: string | undefined,
  hasImage: boolean | undefined,
): boolean {
  if (hosts.some((host) => host.way !== way)) return false;
  if (executor === 'lifecycle-image') {
    return way === undefined && (asked ?? 'lifecycle-image') === 'lifecycle-image' && hasImage !== false;
  }
  return hasImage === false && way === asked && (way !== undefined || role === 'authority');
}
