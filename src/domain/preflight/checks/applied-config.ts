import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'applied-config',
  rule: 'ORD-4',
  looksAt: 'Every trusted cluster runs the vTA configuration that it should have.',
  severities: ['blocker'],
  remedy: 'Remediate the trusted cluster.',
});

/** What the trusted hosts run is what the trusted cluster should have; NONE is unknown, which is not OK. @rule ORD-4, DG-14 */
export const appliedConfig = check(({ trustedClusters }) =>
  trustedClusters
    .filter((cluster) => cluster.appliedConfig !== 'OK')
    .map((cluster) =>
      blocker(
        cluster.ref.name,
        `The applied vTA configuration of ${cluster.ref.name} is ${cluster.appliedConfig ?? 'unread'}; OK is needed.`,
        'Remediate the trusted cluster (Set-TrustedCluster -Remediate), then read the inventory again.',
      ),
    ),
);
