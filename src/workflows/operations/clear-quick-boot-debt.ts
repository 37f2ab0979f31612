import type { OperationEnd } from '../../domain/operations/index.js';
import { unitContextOf } from '../estate-context.js';
import { bootEach } from './full-boots.js';
import type { OperationInput } from './input.js';
import { operate } from './operate.js';
import { withQuickBootOff } from './quick-boot-off.js';

/**
 * Full boots of hosts that were quick-booted: Quick Boot off for their cluster, one host after another through the
 * stages of an upgrade with a reboot instead of an image, the policy put back whatever happens.
 *
 * @rule QB-4, QB-5, DG-2, DG-8, DG-9, DG-16, ORD-8
 */
export async function clearQuickBootDebt(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'clear-quick-boot-debt', async (operation, { details }) => {
    const { cluster, hosts, hasPolicy, acceptedUnattested } = details;
    const { estate } = operation;
    const context = unitContextOf({ ...input.context, estate, acceptedUnattested }, cluster.vcenter);
    const done = hasPolicy
      ? await withQuickBootOff(operation, context, cluster, (switchOff) =>
          bootEach(operation, context, hosts, switchOff),
        )
      : await bootEach(operation, context, hosts, async () => undefined);
    return `${done} of ${hosts.length} hosts of ${cluster.name} attest with the version that they run`;
  });
}
