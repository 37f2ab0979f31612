import { chooseTestHost } from '../../planning/test-host.js';
import { checkNamed, count } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'test-host',
  rule: 'IMG-2',
  looksAt: 'The test host exists and carries no encrypted VM.',
  severities: ['blocker', 'warning'],
  remedy: 'Name another test host in the estate file.',
});

/** The named test host exists, and the test host carries no workload that needs encryption. @rule IMG-2 */
export const testHost = check(({ estate, trustedClusters, dueOf }) =>
  trustedClusters.flatMap((cluster) => {
    const side = estate.trusted.find(({ vcenter }) => vcenter.name === cluster.ref.vcenter);
    const named = side?.clusters.find(({ name }) => name === cluster.ref.name)?.testHost;
    if (named !== undefined && !cluster.hosts.some(({ ref }) => ref.name === named)) {
      const known = cluster.hosts.map(({ ref }) => ref.name).toSorted();
      return [
        blocker(
          cluster.ref.name,
          `Test host ${named} of the estate file is not in ${cluster.ref.name}.`,
          `Name one of ${known.slice(0, 5).join(', ')}, or leave the choice to the planner.`,
        ),
      ];
    }
    const chosen = chooseTestHost(dueOf(cluster), named)?.host;
    if (!chosen || chosen.encryptedVms === 0) return [];
    return [
      warning(
        chosen.ref.name,
        `Test host ${chosen.ref.name} carries ${count(chosen.encryptedVms, 'encrypted VM')}; until its new image is trusted they must run elsewhere.`,
        'Name a test host without encrypted VMs in the estate file, or keep room for them on other hosts.',
      ),
    ];
  }),
);
