import { patched } from '@temporalio/workflow';
import { RECOVERY_STEPS } from '../../../domain/recovery/index.js';
import { OperationEnds, type Operation } from '../operate.js';
import { Aborted } from '../../unit.js';
import type { RecoveryDetails, RecoveryLooks } from './looks.js';
import { recoveryWork } from './work.js';

/**
 * Step by step in an order that is never left. Which step is due is judged by what is there, so that a recovery that was
 * left goes on where it was.
 *
 * @returns the sentence that people read at the end
 * @throws Aborted @throws OperationEnds, both after it was told what is left behind
 * @rule REC-1, REC-2, REC-3, REC-4, REC-5
 */
export async function recover(
  operation: Operation,
  details: RecoveryDetails,
  looks: RecoveryLooks,
): Promise<string> {
  const { host, cluster, recorded } = details;
  const does = recoveryWork(operation, details, looks);
  let isContinued = false;
  try {
    for (const step of RECOVERY_STEPS) {
      await operation.step(step, async () => {
        const facts = await looks.untilDue(step);
        if (step === 'add') isContinued = facts === 'done';
        // An earlier recovery may have registered the host anew and have ended then: health is OK by that alone, so that
        // nothing tells whether the trusted clusters were remediated. Once more changes nothing.
        if (step === 'refresh' && isContinued && patched('remediation-left')) return does.refreshLeft();
        if (facts === 'done') return does.skipped(step);
        await does[step](facts);
      });
    }
    await looks.untilEqual();
  } catch (error) {
    if (error instanceof Aborted || error instanceof OperationEnds) await does.leave();
    throw error;
  }
  return `${host.name} is in ${cluster.name} again on ${recorded}, configured as the other Trust Authority hosts`;
}
