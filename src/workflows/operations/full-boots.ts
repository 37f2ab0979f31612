import { ChildWorkflowFailure, startChild } from '@temporalio/workflow';
import { isInDebt, ledgerFromInventory } from '../../domain/attestation/index.js';
import { hostWorkflowId } from '../../domain/ids.js';
import type { LedgerRow } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import { rebootStep } from '../../domain/operations/index.js';
import { onEither, records } from '../activity-proxies.js';
import { CHILD_OPTIONS } from '../children.js';
import type { UnitContext } from '../context.js';
import type { HostResult } from '../host/input.js';
import { upgradeHost } from '../host/upgrade-host.js';
import { Aborted } from '../unit.js';
import { OperationEnds, type Operation } from './operate.js';

/** @returns how many owe nothing any more @throws Aborted @throws OperationEnds */
export async function bootEach(
  operation: Operation,
  context: UnitContext,
  hosts: readonly HostStep[],
  switchOff: () => Promise<void>,
): Promise<number> {
  let done = 0;
  for (const [index, step] of hosts.entries()) {
    try {
      await operation.step(rebootStep(step.host), async () => {
        const row = await rowNow(operation, context, step);
        if (!isInDebt(row)) {
          operation.unit.story.tell(
            'host.phase',
            step.host.name,
            `${step.host.name} has booted fully meanwhile`,
            {
              ledger: [row],
            },
          );
          done++;
          return;
        }
        await switchOff();
        if (await bootFully(operation, context, step, row)) done++;
      });
    } catch (error) {
      for (const { host } of hosts.slice(index)) operation.debt(stillOwes(host.name));
      throw error;
    }
  }
  return done;
}

/** Between plan and now somebody may have booted it. @rule DG-3 */
async function rowNow(operation: Operation, context: UnitContext, step: HostStep): Promise<LedgerRow> {
  const { vcenter, queue, timeScale } = context;
  const { host, cluster } = step;
  const known = await records.readHostLedgerRow({
    estate: context.estate,
    vcenter: host.vcenter,
    moid: host.moid,
  });
  const look = await operation.unit.attempt('reading the host', 'DG-3', () =>
    onEither(queue, timeScale).does.lookAtHost({ vcenter, host, cluster }),
  );
  return ledgerFromInventory(look.host, known ?? undefined, new Date().toISOString());
}

/** The workflow of one host, which is the lock on it. @returns false when it was skipped by decision */
async function bootFully(
  operation: Operation,
  context: UnitContext,
  step: HostStep,
  ledgerRow: LedgerRow,
): Promise<boolean> {
  const { unit } = operation;
  const { name } = step.host;
  const child = await unit.attempt(`the full boot of ${name}`, 'DG-12', () =>
    startChild(upgradeHost, {
      ...CHILD_OPTIONS,
      workflowId: hostWorkflowId(context.estate, step.host),
      args: [{ context, step, commit: '', control: unit.control, ledgerRow }],
    }),
  );
  const ended = await unit.relayTo(child).catch((error: unknown): HostResult => {
    if (!(error instanceof ChildWorkflowFailure) || unit.control.aborting) throw error;
    throw new OperationEnds('failed', `the full boot of ${name} ended without a result; look at the host`);
  });
  switch (ended.result) {
    case 'done':
      return true;
    case 'skipped':
      operation.debt(stillOwes(name, ended.text));
      return false;
    case 'left':
      operation.tell(ended.text);
      throw new Aborted();
    case 'not-started':
      throw new Aborted();
  }
}

/** @rule QB-4 */
function stillOwes(subject: string, why = `${subject} has not booted fully`) {
  return {
    kind: 'quick-boot' as const,
    subject,
    rule: 'QB-4',
    text: `${why}; it keeps its old base image needed until it does.`,
  };
}
