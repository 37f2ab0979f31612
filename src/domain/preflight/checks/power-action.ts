import { checkNamed, count } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'power-action',
  rule: 'DG-17',
  looksAt: 'Remediation leaves VMs running; it never suspends encrypted VMs to memory.',
  severities: ['blocker', 'warning'],
  remedy: 'Set the power action of the policy to "Do not change power state".',
});

/** VMs move away and keep running; encrypted memory cannot stay in RAM during a Quick Boot. @rule DG-17 */
export const powerAction = check(({ clusters }) =>
  clusters.flatMap(({ ref, policy, hosts }) => {
    const action = policy?.powerAction;
    if (action === undefined || action === 'DO_NOT_CHANGE_VMS_POWER_STATE') return [];
    const remedy = 'Set the power action of its remediation policy to "Do not change power state".';
    const encrypted = hosts.reduce((sum, { encryptedVms }) => sum + encryptedVms, 0);
    return action === 'SUSPEND_VMS_TO_MEMORY' && encrypted > 0
      ? [
          blocker(
            ref.name,
            `${ref.name} suspends VMs to memory and has ${count(encrypted, 'encrypted VM')}, which cannot be suspended so.`,
            remedy,
          ),
        ]
      : [warning(ref.name, `Remediation of ${ref.name} changes the power state of VMs (${action}).`, remedy)];
  }),
);
