import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'cluster-on-both-sides',
  rule: 'INV-6',
  looksAt: 'No trusted vCenter has a Trust Authority Cluster, and no cluster is both.',
  severities: ['blocker'],
  remedy: 'Keep the Trust Authority Cluster on a vCenter of its own.',
});

/** A cluster cannot attest and be attested, and the vCenter of the one is not that of the other (2.2). @rule INV-6 */
export const clusterOnBothSides = check(({ sides }) =>
  sides
    .filter(({ vcenter }) => vcenter.zone === 'trusted')
    .flatMap(({ vcenter, clusters, readiness }) =>
      (readiness.authorityClusters ?? []).map((moid) => {
        const both = clusters.find(({ ref }) => ref.moid === moid);
        return both === undefined
          ? blocker(
              vcenter.name,
              `${vcenter.name} is a trusted vCenter and has a Trust Authority Cluster of its own, ${moid}.`,
              'Keep the Trust Authority Cluster on a dedicated vCenter; switch this one off.',
            )
          : blocker(
              both.ref.name,
              `${both.ref.name} is a trusted cluster and switched on as Trust Authority Cluster.`,
              'Switch it off as Trust Authority Cluster (Set-TrustAuthorityCluster -State Disabled).',
            );
      }),
    ),
);
