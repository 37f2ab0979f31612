import { checkNamed, isInService } from '../check.js';

const { warning, check } = checkNamed({
  id: 'ha-admission',
  rule: 'ORD-8',
  looksAt:
    'HA keeps spare capacity while one host is in maintenance mode, or its admission control stands aside.',
  severities: ['warning'],
  remedy:
    'Add a host, or let the remediation policy switch admission control off for the time of the remediation.',
});

/** With two hosts in service, one in maintenance mode leaves HA nothing to fail over to: it may refuse (2.14). @rule ORD-7, ORD-8 */
export const haAdmission = check(({ clusters, dueOf }) =>
  clusters.flatMap((cluster) => {
    const { ref, ha, hosts, policy } = cluster;
    if (dueOf(cluster).length === 0) return [];
    if (ha === undefined) {
      return warning(
        ref.name,
        `Whether HA of ${ref.name} has admission control could not be read; it may refuse to empty a host.`,
        'Look at the HA settings of the cluster, and check the privileges of the credential.',
      );
    }
    const inService = hosts.filter((host) => isInService(host)).length;
    if (!ha.enabled || !ha.admissionControl || policy?.disableAdmissionControl || inService > 2) return [];
    return warning(
      ref.name,
      `HA of ${ref.name} has admission control and ${inService} hosts in service: with one in maintenance mode no spare capacity is left, and it may refuse.`,
      'Add a host, or set the remediation policy to switch HA admission control off; the run asks for it at a gate, and restores what it finds.',
    );
  }),
);
