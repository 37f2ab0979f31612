import { policyDebt } from '../../domain/safety/index.js';
import type { ApplyPolicy, ClusterRef } from '../../domain/model/inventory.js';
import { onEither } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';
import type { Operation } from './operate.js';

/**
 * Work during which Quick Boot is off for a cluster, and what is put back after it: on success, failure, abort and
 * cancellation alike. A workflow outlives its worker, so that a crash in between changes nothing.
 *
 * @param context - with the vCenter of the cluster
 * @param work - given a way to make sure again that Quick Boot is off, as somebody may have changed it meanwhile
 * @rule QB-5, DG-16
 */
export async function withQuickBootOff<T>(
  operation: Operation,
  context: UnitContext,
  cluster: ClusterRef,
  work: (switchOff: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { unit } = operation;
  const { does } = onEither(context.queue, context.timeScale);
  const on = { vcenter: context.vcenter, cluster };
  let found: ApplyPolicy | undefined;
  try {
    return await operation
      .step('quick-boot-off', async () => {
        const original = await unit.attempt('reading the remediation policy', 'DG-16', () =>
          does.readPolicy(on),
        );
        const switchOff = (): Promise<void> =>
          unit.attempt('writing the remediation policy', 'QB-5', () =>
            does.writePlannedPolicy({ ...on, original, planned: { quickBoot: false } }),
          );
        found = original;
        await switchOff();
        return switchOff;
      })
      .then(work);
  } finally {
    if (found !== undefined) await putBack(found);
  }

  async function putBack(original: ApplyPolicy): Promise<void> {
    await operation.always('restore-policy', async () => {
      const now = await unit.insist('putting the remediation policy back', 'DG-16', async () => {
        await does.restorePolicy({ ...on, original });
        return does.readPolicy(on);
      });
      const debt = policyDebt(cluster, original, now);
      if (debt !== null) operation.debt(debt);
    });
  }
}
