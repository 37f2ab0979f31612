import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'dpm',
  rule: 'ORD-8',
  looksAt: 'Power management (DPM) does not power hosts off while the cluster is upgraded.',
  severities: ['warning'],
  remedy: 'Switch DPM off for the upgrade, or let the remediation policy do so.',
});

/** A host that DPM powers off meanwhile cannot be upgraded and leaves less room for the VMs of the others (2.14). @rule ORD-7, ORD-8 */
export const dpm = check(({ clusters, dueOf }) =>
  clusters.flatMap((cluster) => {
    const { ref, policy } = cluster;
    if (dueOf(cluster).length === 0) return [];
    if (cluster.dpm === undefined) {
      return warning(
        ref.name,
        `Whether DPM of ${ref.name} is on could not be read.`,
        'Look at the DRS settings of the cluster, and check the privileges of the credential.',
      );
    }
    if (!cluster.dpm || policy?.disableDpm === true) return [];
    return warning(
      ref.name,
      `DPM of ${ref.name} is on, and its remediation policy leaves it on: it may power off hosts that the upgrade needs.`,
      'Switch DPM off for the upgrade, or set the policy to disable it.',
    );
  }),
);
