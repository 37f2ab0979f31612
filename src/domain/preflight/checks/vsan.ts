import { checkNamed } from '../check.js';

const { info, check } = checkNamed({
  id: 'vsan',
  rule: 'ORD-8',
  looksAt: 'Hosts use no vSAN, which makes maintenance mode slower.',
  severities: ['info'],
  remedy: 'Check vSAN health before you begin; never force a host into maintenance.',
});

/** vSAN hosts enter maintenance one at a time, and may take long when data has to move (2.14, 2.17). @rule ORD-8 */
export const vsan = check(({ clusters }) =>
  clusters
    .filter((cluster) => cluster.vsan === true)
    .map(({ ref }) =>
      info(
        ref.name,
        `${ref.name} uses vSAN: entering maintenance waits for resynchronisation and may take up to a day per host.`,
        'Check vSAN health before you begin; never force a host into maintenance.',
      ),
    ),
);
