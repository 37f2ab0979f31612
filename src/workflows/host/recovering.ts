import { startChild } from '@temporalio/workflow';
import type { RecoveryStanding } from '../../domain/deciding/index.js';
import { recoveryWorkflowId } from '../../domain/ids.js';
import type { SubjectDecision } from '../../domain/model/decision.js';
import type { HostRef } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import type { WhyNot } from '../../domain/model/waiting.js';
import { CHILD_OPTIONS } from '../children.js';
import { recoverWithinRun } from '../operations/recover-within-run.js';
import { Aborted, type Unit } from '../unit.js';
import type { UpgradeHostInput } from './input.js';

/** What a person is asked after a recovery, however it ended. */
interface AfterRecovery {
  readonly question: WhyNot;
  /** With a recovery that was done: the host as its vCenter knows it now. */
  readonly host?: HostRef;
}

/**
 * The recoveries of one Trust Authority host within its run. Each is a workflow of its own under that of the host, which
 * does nothing meanwhile.
 *
 * @rule REC-0, REC-5
 */
export function createRecoveries({ context, step: planned, estate }: UpgradeHostInput, unit: Unit) {
  const { name } = planned.host;
  let number = 0;
  let standing: RecoveryStanding | undefined = estate === undefined ? undefined : 'none';
  let left: string | undefined;

  const ask = (have: string, need: string, what: string): WhyNot => ({
    kind: 'operator-decision',
    subject: name,
    have,
    need,
    rule: 'REC-0',
    youMay: [{ who: 'operator', what }],
  });

  return {
    get standing(): RecoveryStanding | undefined {
      return standing;
    },
    /** What the last recovery has left in the middle, in words. */
    get left(): string | undefined {
      return standing === 'unfinished' ? left : undefined;
    },
    /** Its upgrade begins again: what was recovered is an ordinary host. */
    goesOn(): void {
      if (standing === 'done') standing = 'none';
    },
    /**
     * @param step - of the attempt that did not succeed
     * @param problem - why it is parked
     * @throws Aborted
     */
    async run(decision: SubjectDecision, step: HostStep, problem: string): Promise<AfterRecovery> {
      if (estate === undefined) throw new Error('a recovery was decided that was not offered');
      const child = await startChild(recoverWithinRun, {
        ...CHILD_OPTIONS,
        workflowId: recoveryWorkflowId(context.estate, planned.host, ++number),
        args: [
          {
            context,
            estate,
            control: unit.control,
            upgrade: {
              runId: context.runId,
              host: step.host,
              cluster: step.cluster,
              from: step.expects.installed,
              target: step.target,
              phase: 'parked',
              problem,
            },
            decision: { by: decision.by, reason: decision.reason },
            number,
          },
        ],
      });
      const { state, text, debts, isBegun, host } = await unit.relayTo(child);
      if (state === 'done' && host !== undefined) {
        standing = 'done';
        const have = `recovered: ${text}; it was not upgraded`;
        return {
          host,
          question: ask(have, 'a decision whether it is upgraded again', 'retry, skip or abort'),
        };
      }
      if (isBegun) {
        standing = 'unfinished';
        left = debts.map((debt) => debt.text).join('; ') || text;
      }
      if (state === 'aborted') throw new Aborted();
      const have = isBegun
        ? `its recovery ended early (${text}): ${left ?? text}`
        : `its recovery was not begun, nothing was touched: ${text}; before that: ${problem}`;
      const what = isBegun
        ? 'recover again, or abort'
        : 'remove what is in the way and recover, or decide otherwise';
      return { question: ask(have, 'a decision', what) };
    },
  };
}
