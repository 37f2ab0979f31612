import { checkNamed, isInService } from '../check.js';

const { warning, info, check } = checkNamed({
  id: 'vsan',
  rule: 'ORD-8',
  looksAt: 'Hosts use no vSAN, which makes maintenance mode slower and needs hosts to spare.',
  severities: ['warning', 'info'],
  remedy: 'Check vSAN health before you begin; never force a host into maintenance.',
});

/** Hosts that a vSAN cluster needs to keep its objects in full, with one host away. */
const HOSTS_NEEDED = 4;

/** vSAN hosts enter maintenance one at a time, and may take long when data has to move (2.14, 2.17). @rule ORD-8, DG-14 */
export const vsan = check(({ clusters, dueOf }) =>
  clusters.flatMap((cluster) => {
    const { ref } = cluster;
    if (cluster.vsan === undefined && dueOf(cluster).length > 0) {
      return warning(
        ref.name,
        `Whether ${ref.name} uses vSAN could not be read; its hosts go one at a time in any case.`,
        'Check the privileges of the credential, and vSAN health by hand.',
      );
    }
    if (cluster.vsan !== true) return [];
    const inService = cluster.hosts.filter((host) => isInService(host)).length;
    if (inService < HOSTS_NEEDED) {
      return warning(
        ref.name,
        `${ref.name} uses vSAN with ${inService} hosts in service: with one in maintenance mode its data is less protected, and vSAN may refuse.`,
        'Bring further hosts into service, or keep backups of its VMs at hand; never force a host into maintenance.',
      );
    }
    return info(
      ref.name,
      `${ref.name} uses vSAN: entering maintenance waits for resynchronisation and may take up to a day per host.`,
      'Look at vSAN health in the vSphere Client before you begin: its verdicts are not read here. Never force a host into maintenance.',
    );
  }),
);
