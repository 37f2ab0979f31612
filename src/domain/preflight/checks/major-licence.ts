import { majorOf } from '../../versions/index.js';
import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'esx-major-licence',
  rule: 'ORD-5',
  looksAt: 'Hosts do not change their major version, which needs new licence keys.',
  severities: ['warning'],
  remedy: 'Have keys for the new version at hand.',
});

/** Licence keys of ESXi are of one major version: hosts that change it need new ones (2.18). @rule ORD-3, ORD-5 */
export const majorLicence = check(({ clusters, dueOf, target }) =>
  clusters.flatMap((cluster) => {
    const targetMajor = target === undefined ? undefined : majorOf(target);
    const changing = dueOf(cluster).filter(
      ({ installed }) => installed !== undefined && majorOf(installed) !== targetMajor,
    );
    if (changing.length === 0) return [];
    return [
      warning(
        cluster.ref.name,
        `Hosts of ${cluster.ref.name} change to ESXi ${targetMajor}, and licence keys are valid for one major version.`,
        `Have keys for version ${targetMajor} at hand, with the feature trustedplatform where Trust Authority needs it, and assign them before the evaluation period of the upgraded hosts ends.`,
        cluster.role === 'authority' ? 'ORD-3' : 'ORD-5',
      ),
    ];
  }),
);
