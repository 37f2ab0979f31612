import { checkNamed, type PreflightCheck } from '../check.js';

const { blocker } = checkNamed('ORD-2', 'authority-enabled');

/** The Trust Authority Cluster is switched on. @rule ORD-2 */
export const authorityEnabled: PreflightCheck = ({ inventory: { authority } }) => {
  const { cluster, state } = authority.facts;
  if (state === 'ENABLE') return [];
  return [
    blocker(
      cluster.name,
      `Trust Authority Cluster ${cluster.name} has state ${state}; it attests nobody.`,
      'Enable it (Set-TrustAuthorityCluster -State Enabled), then read the inventory again.',
    ),
  ];
};
