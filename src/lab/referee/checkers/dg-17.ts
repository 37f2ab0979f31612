import type { Checker } from '../checker.js';
import { clusterAt } from '../estate.js';

const TO_MEMORY = 'SUSPEND_VMS_TO_MEMORY';

/** No suspend-to-memory where encrypted VMs run: a trusted cluster is there for them. @rule DG-17 */
export const dg17: Checker = {
  rule: 'DG-17',
  step: ({ entry, after }, court) => {
    if (entry.effect !== 'cluster.policy.written' && entry.effect !== 'cluster.apply.requested') return;
    const cluster = clusterAt(after, entry.vcenter, entry.subject);
    if (cluster.kind !== 'trusted') return;
    court.judged();
    if (cluster.policy['pre_remediation_power_action'] !== TO_MEMORY) return;
    court.violation(
      cluster.name,
      `${entry.effect === 'cluster.policy.written' ? 'was given' : 'was remediated under'} ${TO_MEMORY}`,
    );
  },
};
