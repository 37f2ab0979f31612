import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'authority-enabled',
  rule: 'ORD-2',
  looksAt: 'The Trust Authority Cluster is switched on.',
  severities: ['blocker'],
  remedy: 'Enable the Trust Authority Cluster.',
});

/** The Trust Authority Cluster is switched on. @rule ORD-2 */
export const authorityEnabled = check(({ inventory: { authority } }) => {
  const { cluster, state } = authority.facts;
  if (state === 'ENABLE') return [];
  return [
    blocker(
      cluster.name,
      `Trust Authority Cluster ${cluster.name} has state ${state}; it attests nobody.`,
      'Enable it (Set-TrustAuthorityCluster -State Enabled), then read the inventory again.',
    ),
  ];
});
