import { exitPlan, hasNoVta } from '../../leaving/index.js';
import type { PreflightCheck } from '../check.js';

/** A target without vTA is refused; beside the refusal stands what has to be done first. @rule DG-1 */
export const leavingVta: PreflightCheck = ({ request, inventory, encryptedVms }) => {
  if (![request.vcenterVersion, request.esxVersion].some((version) => hasNoVta(version))) return [];
  const providers = inventory.authority.facts.keyProviders.map(({ name }) => name);
  // Not read is not "none".
  const read = encryptedVms ?? inventory.trusted.map(({ vcenter }) => ({ vcenter: vcenter.name }));
  return exitPlan(providers, read);
};
