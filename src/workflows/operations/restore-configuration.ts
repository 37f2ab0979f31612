import { keyOf } from '../../domain/archive/item.js';
import type { OperationEnd } from '../../domain/operations/index.js';
import { applyItem, untilRestored } from '../apply-item.js';
import { keep } from '../archive.js';
import type { OperationInput } from './input.js';
import { operate } from './operate.js';

/**
 * An archived vTA configuration comes back into its Trust Authority Cluster: item by item in the order of 2.10, step 5,
 * until every item is `OK` on every TA host; then it is archived again.
 *
 * @rule BAK-3, REC-3, INV-5, DG-2, DG-18
 */
export async function restoreConfiguration(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'restore-configuration', async (operation, { details }) => {
    const { context, unit } = operation;
    const { cluster, archive, apply, secrets } = details;
    const on = { vcenter: context.authority.vcenter, cluster, archive };
    for (const item of apply) {
      await operation.step(keyOf(item.item), () => applyItem(unit, context, on, item, secrets));
    }
    await operation.step('verify', () => untilRestored(unit, context, on));
    await operation.step('archive', () => keep(unit, context, cluster));
    return `${cluster.name} has every item of archive ${archive.slice(0, 12)} on every TA host; ${apply.length} were applied`;
  });
}
