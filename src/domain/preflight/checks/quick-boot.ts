import { checkNamed, count } from '../check.js';

const { warning, check } = checkNamed({
  id: 'quick-boot',
  rule: 'QB-2',
  looksAt: 'Nobody is surprised that hosts go on attesting with the old version after a Quick Boot.',
  severities: ['warning'],
  remedy: 'Request full boots, or plan them for later.',
});

/** Quick Boot saves time and leaves attestation on the old version: said before anybody approves. @rule QB-1, QB-2, QB-3 */
export const quickBoot = check(({ trustedClusters, target, request, dueOf }) =>
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
  }),
);
