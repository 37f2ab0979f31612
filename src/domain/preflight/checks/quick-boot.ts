import { checkNamed, count, type PreflightCheck } from '../check.js';

const { warning } = checkNamed('QB-2', 'quick-boot');

/** Quick Boot saves time and leaves attestation on the old version: said before anybody approves. @rule QB-1, QB-2, QB-3 */
export const quickBoot: PreflightCheck = ({ trustedClusters, target, request, dueOf }) =>
  trustedClusters.flatMap((cluster) => {
    if (request.boot === 'full' || !cluster.policy?.enableQuickBoot) return [];
    const hosts = dueOf(cluster).length - 1; // the test host boots fully
    if (hosts < 1) return [];
    return [
      warning(
        cluster.ref.name,
        `Quick Boot is on: ${count(hosts, 'host')} of ${cluster.ref.name} will run ${target} and go on attesting with the version of the last full boot, whose base image stays needed.`,
        'Request full boots to have none of this, at the price of time; or plan full boots later.',
      ),
    ];
  });
