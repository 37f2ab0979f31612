import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'cluster-absent',
  rule: 'INV-6',
  looksAt: 'Every cluster of the estate file is in its vCenter, with hosts in it.',
  severities: ['blocker'],
  remedy: 'Correct the cluster name in the estate file.',
});

/** Every cluster of the estate file was found in its vCenter, with hosts in it. @rule INV-6 */
export const clustersPresent = check(({ estate, inventory }) => {
  const expected = [
    {
      vcenter: estate.authority.vcenter.name,
      name: estate.authority.cluster,
      found: [inventory.authority.cluster],
    },
    ...estate.trusted.flatMap(({ vcenter, clusters }) => {
      const found = inventory.trusted.find((side) => side.vcenter.name === vcenter.name)?.clusters ?? [];
      return clusters.map(({ name }) => ({ vcenter: vcenter.name, name, found }));
    }),
  ];
  return expected
    .filter(({ name, found }) => !found.some(({ ref, hosts }) => ref.name === name && hosts.length > 0))
    .map(({ vcenter, name, found }) =>
      blocker(
        name,
        `Cluster ${name} of ${vcenter} was not found, or has no hosts (found: ${found.map(({ ref }) => ref.name).join(', ') || 'none'}).`,
        'Correct the cluster name in the estate file.',
      ),
    );
});
