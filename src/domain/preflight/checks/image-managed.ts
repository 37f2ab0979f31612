import { isUpgradedByHand } from '../../planning/host-steps.js';
import { checkNamed, count } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'not-image-managed',
  rule: 'IMG-2',
  looksAt: 'Clusters with work are managed by a vLCM image.',
  severities: ['blocker', 'warning'],
  remedy: 'Set up an image for the cluster, or have people ready who upgrade its hosts.',
});

/**
 * Clusters with work are managed by a vLCM image: the only way hosts are upgraded here. Hosts of a Trust Authority
 * Cluster without one are upgraded by people, one at a time, and verified. @rule IMG-2, ORD-7
 */
export const imageManaged = check(({ clusters, dueOf }) =>
  clusters
    .filter((cluster) => cluster.imageManaged !== true && dueOf(cluster).length > 0)
    .map((cluster) => {
      const { ref, imageManaged: found } = cluster;
      if (isUpgradedByHand(cluster)) {
        return warning(
          ref.name,
          `${ref.name} is managed by baselines, not by an image: people upgrade its ${count(dueOf(cluster).length, 'host')} by hand.`,
          'Have somebody ready who upgrades each Trust Authority host while the run holds it in maintenance mode; or set up an image for the cluster.',
        );
      }
      return blocker(
        ref.name,
        found === false
          ? `${ref.name} is managed by baselines, not by an image.`
          : `Whether ${ref.name} is managed by an image could not be read.`,
        'Set up an image for the cluster in Lifecycle Manager (Updates, Image), or upgrade it by hand.',
      );
    }),
);
