import { checkNamed, type PreflightCheck } from '../check.js';

const { info } = checkNamed('ORD-8', 'vsan');

/** vSAN hosts enter maintenance one at a time, and may take long when data has to move (2.14, 2.17). @rule ORD-8 */
export const vsan: PreflightCheck = ({ clusters }) =>
  clusters
    .filter((cluster) => cluster.vsan === true)
    .map(({ ref }) =>
      info(
        ref.name,
        `${ref.name} uses vSAN: entering maintenance waits for resynchronisation and may take up to a day per host.`,
        'Check vSAN health before you begin; never force a host into maintenance.',
      ),
    );
