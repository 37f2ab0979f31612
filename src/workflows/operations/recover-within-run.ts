import { ApplicationFailure } from '@temporalio/workflow';
import type { SubjectDecision } from '../../domain/model/decision.js';
import type { Estate } from '../../domain/model/estate.js';
import type { HostRef } from '../../domain/model/inventory.js';
import type { OperationEnd } from '../../domain/operations/index.js';
import { gateIds } from '../../domain/planning/gates.js';
import type { RecordedUpgrade } from '../../domain/recovery/index.js';
import { records } from '../activity-proxies.js';
import type { Control, UnitContext } from '../context.js';
import { understood } from '../understood.js';
import { carryOut, OperationEnds, type Operation } from './operate.js';
import { readAndPlan } from './read-and-plan.js';
import { recoveryLooks, type RecoveryDetails } from './recovery/looks.js';
import { recover } from './recovery/procedure.js';

export interface RecoverWithinRunInput {
  readonly context: UnitContext;
  readonly estate: Estate;
  readonly control: Control;
  /** The upgrade that did not succeed, as its run knows it. */
  readonly upgrade: RecordedUpgrade;
  readonly decision: Pick<SubjectDecision, 'by' | 'reason'>;
  /** Which recovery of this host in its run, from 1. */
  readonly number: number;
}

/** `failed` = blocked: nothing was touched. */
export interface RecoveryEnd extends OperationEnd {
  /** Approved, so that the estate may have been changed. */
  readonly isBegun: boolean;
  /** With `done`: the host as its vCenter knows it now. */
  readonly host?: HostRef;
}

/**
 * A person has decided that a parked Trust Authority host is recovered within its run: planned from what is read now,
 * approved, and done as `recoverTrustAuthorityHost` does it.
 *
 * @rule REC-0, REC-5, DG-2
 */
export async function recoverWithinRun(input: RecoverWithinRunInput): Promise<RecoveryEnd> {
  understood(input);
  const { context, estate, control, upgrade, number } = input;
  const subject = upgrade.host.name;
  let isBegun = false;
  let host: HostRef | undefined;
  const end = await carryOut(
    { context, estate, subject, control },
    async (operation) => {
      const { details, summary } = await planned(operation, input);
      await operation.gate('begin', summary);
      isBegun = true;
      const looks = recoveryLooks(operation, details);
      const sentence = await recover(operation, details, looks);
      const { member } = await operation.unit.attempt('the host again', 'REC-4', () => looks.now());
      host = member?.ref;
      return sentence;
    },
    { part: { gateId: (id) => gateIds.recovery(subject, number, id) } },
  );
  return { ...end, isBegun, ...(host === undefined ? {} : { host }) };
}

/** @throws OperationEnds, when the plan is blocked */
async function planned(
  operation: Operation,
  { context, estate, upgrade, decision }: RecoverWithinRunInput,
): Promise<{ readonly details: RecoveryDetails; readonly summary: readonly string[] }> {
  const kind = 'recover-ta-host';
  const { host } = upgrade;
  const { planHash } = await readAndPlan(
    {
      estate,
      estateHash: { ofPlan: context.planHash },
      request: {
        estate: estate.name,
        kind,
        reason: decision.reason,
        parameters: { host: host.name },
      },
      requestedBy: decision.by,
    },
    async () => ({
      records: (await records.storeRecoveryRecords({ estate: estate.name, host: host.name, upgrade })).hash,
    }),
  ).catch(asBlocker);
  operation.tell(`${host.name}: its recovery is planned: vta operation show ${planHash}`);
  const plan = await records.loadOperation({ planHash, kind });
  const blockers = plan.findings.filter(({ severity }) => severity === 'blocker');
  if (blockers.length > 0) {
    const words = blockers.map(({ rule, message, remedy }) => `${rule}: ${message} ${remedy}`);
    throw new OperationEnds('failed', words.join('; '));
  }
  const { runId } = context;
  const about = { planHash, runId, estate: estate.name, requestedBy: decision.by };
  const { summary } = await records.loadOperationOutline(about);
  // The activity has checked that it is of this kind.
  return { details: plan.details as RecoveryDetails, summary };
}

/** Without the Trust Authority side there is no plan. @rule DG-14 */
function asBlocker(error: unknown): never {
  if (error instanceof ApplicationFailure && error.type === 'DG-14')
    throw new OperationEnds('failed', error.message);
  throw error;
}
