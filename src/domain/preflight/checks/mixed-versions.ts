import { checkNamed } from '../check.js';

const { info, check } = checkNamed({
  id: 'mixed-versions',
  rule: 'IMG-1',
  looksAt: 'All hosts of a cluster run the same version.',
  severities: ['info'],
  remedy: 'Nothing; hosts on the target are left out.',
});

/** Hosts of one cluster on different versions are allowed (2.18), and worth knowing. @rule IMG-1 */
export const mixedVersions = check(({ clusters }) =>
  clusters.flatMap(({ ref, hosts }) => {
    const versions = [...new Set(hosts.flatMap(({ installed }) => installed ?? []))].toSorted();
    if (versions.length < 2) return [];
    return [
      info(
        ref.name,
        `Hosts of ${ref.name} run ${versions.length} versions: ${versions.join(', ')}.`,
        'Nothing to do; hosts on the target are left out.',
      ),
    ];
  }),
);
