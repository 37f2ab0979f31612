import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'one-authority-cluster',
  rule: 'INV-6',
  looksAt: 'The Trust Authority vCenter has one Trust Authority Cluster.',
  severities: ['blocker'],
  remedy: 'Switch off every Trust Authority Cluster but the one of the estate file.',
});

/** A vCenter can have one configured Trust Authority Cluster (2.2, `count.exceeded`). @rule INV-6 */
export const oneAuthorityCluster = check(({ inventory: { authority } }) => {
  const enabled = authority.readiness?.authorityClusters ?? [];
  if (enabled.length < 2) return [];
  const { name } = authority.vcenter;
  return [
    blocker(
      name,
      `${name} has ${enabled.length} Trust Authority Clusters: ${enabled.join(', ')}; one is supported.`,
      `Switch off all but ${authority.facts.cluster.name} (Set-TrustAuthorityCluster -State Disabled).`,
    ),
  ];
});
