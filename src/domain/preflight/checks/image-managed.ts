import { clusterExecutor } from '../../planning/executors.js';
import { checkNamed, count } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'not-image-managed',
  rule: 'IMG-2',
  looksAt: 'Clusters with work are managed by a vLCM image.',
  severities: ['blocker', 'warning'],
  remedy: 'Set up an image for the cluster, or have people ready who upgrade its hosts.',
});

/**
 * Hosts are upgraded by the vLCM image of their cluster where there is one, and nowhere else; without one people upgrade
 * them, one at a time, and they are verified: in a Trust Authority Cluster always, in a trusted cluster when the request
 * says how. @rule IMG-2, ORD-7, ORD-8
 */
export const imageManaged = check(({ clusters, dueOf, request }) =>
  clusters
    .filter((cluster) => dueOf(cluster).length > 0)
    .flatMap((cluster) => {
      const { ref, imageManaged: found } = cluster;
      const { executor, way } = clusterExecutor(cluster, request);
      if (executor === 'lifecycle-image' && found === true) return [];
      if (executor === 'operator' && found === true) {
        return blocker(
          ref.name,
          `${ref.name} is managed by an image: ${way ?? 'another way'} would take its hosts away from it.`,
          'Leave the executor of this cluster out; its image upgrades the hosts.',
        );
      }
      if (executor === 'operator' && found === false) {
        return warning(
          ref.name,
          `${ref.name} is managed by baselines, not by an image: people upgrade its ${count(dueOf(cluster).length, 'host')} by hand.`,
          'Have somebody ready who upgrades each host while the run holds it in maintenance mode; or set up an image for the cluster.',
        );
      }
      return blocker(
        ref.name,
        found === false
          ? `${ref.name} is managed by baselines, not by an image.`
          : `Whether ${ref.name} is managed by an image could not be read.`,
        'Set up an image for the cluster in Lifecycle Manager (Updates, Image), or let people upgrade its hosts: --cluster-executor NAME=baseline or NAME=iso.',
      );
    }),
);
