import { checkNamed, type PreflightCheck } from '../check.js';

const { blocker } = checkNamed('IMG-2', 'not-image-managed');

/** Clusters with work are managed by a vLCM image: the only way hosts are upgraded here. @rule IMG-2 */
export const imageManaged: PreflightCheck = ({ clusters, dueOf }) =>
  clusters
    .filter((cluster) => cluster.imageManaged !== true && dueOf(cluster).length > 0)
    .map(({ ref, imageManaged: found }) =>
      blocker(
        ref.name,
        found === false
          ? `${ref.name} is managed by baselines, not by an image.`
          : `Whether ${ref.name} is managed by an image could not be read.`,
        'Set up an image for the cluster in Lifecycle Manager (Updates, Image), or upgrade it by hand.',
      ),
    );
