import type { RecoveryStep } from '../../recovery/index.js';
import type { OperationStep } from '../model.js';

/** The steps of the procedure as people read them; their order is that of REC-5. @rule REC-1, REC-2, REC-3, REC-4 */
export function recoverySteps(host: string, cluster: string, version: string): readonly OperationStep[] {
  const step = (id: RecoveryStep, title: string, rule: string): OperationStep => ({
    id,
    subject: host,
    title,
    rule,
  });
  return [
    step('isolate', 'put it into maintenance mode, or disconnect it when it does not answer', 'REC-1'),
    step('remove', `take it out of ${cluster} and out of the inventory`, 'REC-1'),
    {
      ...step('restore', `bring it back to ESXi ${version}`, 'REC-2'),
      byPeople: { procedure: restoreProcedure(host, version) },
    },
    step(
      'add',
      `add it to ${cluster} again, once ${version} is verified and its certificate approved`,
      'REC-3',
    ),
    step('enable', `enable ${cluster} again, which switches its vTA services on`, 'REC-3'),
    step('apply', 'apply the vTA configuration from the archive, item by item', 'REC-3'),
    step('exit', 'take it out of maintenance mode', 'REC-4'),
    step(
      'refresh',
      'register its services anew where they changed, and remediate the trusted clusters',
      'REC-4',
    ),
  ];
}

/** What is done at the host's console; the run reads version and build from the host itself. @rule REC-2 */
export function restoreProcedure(host: string, version: string): readonly string[] {
  return [
    `Keep the TPM recovery key of ${host} at hand: a host with an encrypted configuration may ask for it.`,
    `A. Boot-bank rollback, when ${version} is the version just before (one level only):`,
    `   restart ${host} at its console, press Shift+R while it loads, confirm the version that is shown.`,
    `   If vTA was configured on it after the update, remove that with the decommissioning script (KB 77146).`,
    `B. Fresh installation otherwise: install ESXi ${version}, with the same name and address, and set the root password.`,
    `   It then has another certificate, which is asked about before the host is added.`,
    `The run goes on by itself as soon as ${host} answers with ${version}; another version keeps the step open.`,
  ];
}
