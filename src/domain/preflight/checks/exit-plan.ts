import { exitPlan, hasNoVta } from '../../leaving/index.js';
import { checkNamed } from '../check.js';

const { check } = checkNamed({
  id: 'exit-plan',
  rule: 'DG-1',
  looksAt: 'A target without vTA: which encrypted VMs and key providers it would leave behind.',
  severities: ['info'],
  remedy: 'Take the estate out of vTA first, as docs/leaving-vta.md says.',
});

/** A target without vTA is refused; beside the refusal stands what has to be done first. @rule DG-1 */
export const leavingVta = check(({ request, inventory, encryptedVms }) => {
  if (![request.vcenterVersion, request.esxVersion].some((version) => hasNoVta(version))) return [];
  const providers = inventory.authority.facts.keyProviders.map(({ name }) => name);
  // Not read is not "none".
  const read = encryptedVms ?? inventory.trusted.map(({ vcenter }) => ({ vcenter: vcenter.name }));
  return exitPlan(providers, read);
});
