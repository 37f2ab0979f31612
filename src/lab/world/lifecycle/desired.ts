import { faults, refuse } from '../errors.js';
import type { LabCluster, LabCommit, LabHost } from '../model.js';
import { hostsOf } from '../queries.js';
import type { TaskSpec } from '../api.js';

const SOFTWARE = 'com.vmware.esx.settings.clusters.software';

/** Task of a software operation of a cluster: `check`, `stage`, `apply`, `scan`. */
export function softwareTask(cluster: LabCluster, operation: string, cancelable = false): TaskSpec {
  return {
    service: SOFTWARE,
    operation: `${operation}$task`,
    descriptionId: `${SOFTWARE}.${operation}`,
    entity: { type: 'ClusterComputeResource', moid: cluster.moid, name: cluster.name },
    cancelable,
  };
}

export function requireImageManaged(cluster: LabCluster): void {
  if (!cluster.imageManaged) {
    refuse(faults.notAllowed(`Cluster ${cluster.name} is not managed by a vSphere Lifecycle Manager image.`));
  }
}

/** One software operation per cluster at a time. */
export function requireFree(cluster: LabCluster): void {
  requireImageManaged(cluster);
  if (cluster.softwareTask === undefined) return;
  refuse(
    faults.notAllowed(
      `Another software operation (${cluster.softwareTask}) of cluster ${cluster.name} is in progress.`,
      'com.vmware.vcIntegrity.lifecycle.ClusterOperationInProgress',
    ),
  );
}

/** The newest commit: the one that is asked for is only the minimum (vsphere-rest.md section 0, fact 11). */
export function commitFor(cluster: LabCluster, wanted: string | undefined): LabCommit {
  const newest = cluster.commits.at(-1);
  if (!newest) return refuse(faults.notFound(`Cluster ${cluster.name} has no desired image.`));
  if (wanted !== undefined && wanted !== '' && !cluster.commits.some(({ id }) => id === wanted)) {
    refuse(faults.invalidArgument(`Commit ${wanted} of cluster ${cluster.name} does not exist.`));
  }
  return newest;
}

/** Hosts by moid; none named means *all* hosts of the cluster. */
export function hostsFor(cluster: LabCluster, moids: readonly string[] | undefined): LabHost[] {
  const all = hostsOf(cluster);
  if (!moids || moids.length === 0) return all;
  return [...new Set(moids)].map(
    (moid) =>
      all.find((host) => host.moid === moid) ??
      refuse(faults.invalidArgument(`Host ${moid} is not in cluster ${cluster.name}.`)),
  );
}
