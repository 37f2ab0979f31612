import type { EsxCluster, VCenterFacts } from '../model/inventory.js';
import type { ClusterStep, UpgradeRequest, VCenterStep } from '../model/plan.js';
import { isSameReleaseLine } from '../versions/index.js';

/**
 * Who upgrades a vCenter: as the request says, else its own update within its release line and people across it, in the
 * way they like. A choice that does not fit is a finding of preflight. @rule ORD-2, ORD-4
 */
export function vcenterExecutor(
  { name, current }: Pick<VCenterFacts, 'name' | 'current'>,
  { vcenterVersion = '', executors }: UpgradeRequest,
): Pick<VCenterStep, 'executor' | 'way'> {
  const chosen = executors?.vcenters?.[name];
  if (chosen === 'installer' || chosen === 'reduced-downtime') return { executor: 'operator', way: chosen };
  const byItself = chosen === 'appliance-update' || isSameReleaseLine(current.version, vcenterVersion);
  return { executor: byItself ? 'appliance-update' : 'operator' };
}

/**
 * Who upgrades the hosts of a cluster: as the request says, else vLCM by the image of the cluster. Trust Authority hosts
 * that no image manages are upgraded by people: whether images are supported there is not documented (2.14).
 *
 * @rule ORD-3, ORD-5, IMG-2
 */
export function clusterExecutor(
  { ref, role, imageManaged }: Pick<EsxCluster, 'ref' | 'role' | 'imageManaged'>,
  { executors }: UpgradeRequest,
): Pick<ClusterStep, 'executor' | 'way'> {
  const chosen = executors?.clusters?.[ref.name];
  if (chosen === 'baseline' || chosen === 'iso') return { executor: 'operator', way: chosen };
  const byHand = chosen === undefined && role === 'authority' && imageManaged === false;
  return { executor: byHand ? 'operator' : 'lifecycle-image' };
}
