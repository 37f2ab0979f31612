import type { EsxCluster } from '../model/inventory.js';
import type { UpgradeRequest } from '../model/plan.js';
import { broken, clustersOf, clusterSteps, keyOf, type PlanCheck } from './context.js';

/** Quick Boot marks follow the cluster's policy and the request. @rule QB-1 */
export const bootMarks: PlanCheck = ({ plan, inventory }) =>
  clusterSteps(plan).flatMap((step) => {
    const cluster = clustersOf(inventory).find(({ ref }) => keyOf(ref) === keyOf(step.cluster));
    if (!cluster) return [];
    const findings = [];
    if (step.quickBoot !== isQuick(cluster, plan.request)) {
      findings.push(
        broken(
          'QB-1',
          'quick-boot-cluster',
          cluster.ref.name,
          `Quick Boot of ${cluster.ref.name} is not its policy.`,
        ),
      );
    }
    for (const { host, boot, isTestHost } of step.hosts) {
      const capable =
        cluster.hosts.find(({ ref }) => keyOf(ref) === keyOf(host))?.quickBootSupported !== false;
      const expected = !isTestHost && capable && isQuick(cluster, plan.request) ? 'quick' : 'full';
      if (boot !== expected && !isTestHost) {
        findings.push(
          broken(
            'QB-1',
            'quick-boot-host',
            host.name,
            `${host.name} is marked ${boot}, its policy says ${expected}.`,
          ),
        );
      }
    }
    return findings;
  });

/** What attestation will see: the target after a full boot, the old version after Quick Boot. @rule QB-3 */
export const measuredAfter: PlanCheck = ({ plan }) =>
  clusterSteps(plan).flatMap(({ role, hosts }) =>
    hosts
      .filter((step) => {
        const expected = step.boot === 'full' ? step.target : step.expects.measured;
        return step.measuredAfter !== (role === 'trusted' ? expected : undefined);
      })
      .map(({ host }) =>
        broken('QB-3', 'measured-after', host.name, `The attestation consequence for ${host.name} is wrong.`),
      ),
  );

function isQuick({ policy }: EsxCluster, { boot }: UpgradeRequest): boolean {
  return boot === 'policy' && policy !== undefined && policy.enableQuickBoot;
}
