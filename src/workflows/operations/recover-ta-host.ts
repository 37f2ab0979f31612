import { RECOVERY_STEPS } from '../../domain/recovery/index.js';
import type { OperationEnd } from '../../domain/operations/index.js';
import type { OperationInput } from './input.js';
import { operate, OperationEnds } from './operate.js';
import { Aborted } from '../unit.js';
import { recoveryLooks } from './recovery/looks.js';
import { recoveryWork } from './recovery/work.js';

/**
 * The procedure for a Trust Authority host whose upgrade did not succeed, step by step in an order that is never left.
 * Which step is due is judged by what is there, so that a recovery that was left goes on where it was.
 *
 * @rule REC-0, REC-1, REC-2, REC-3, REC-4, REC-5
 */
export async function recoverTrustAuthorityHost(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'recover-ta-host', async (operation, { details }) => {
    const { host, cluster, recorded } = details;
    const looks = recoveryLooks(operation, details);
    const does = recoveryWork(operation, details, looks);
    try {
      for (const step of RECOVERY_STEPS) {
        await operation.step(step, async () => {
          const facts = await looks.untilDue(step);
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
  });
}
