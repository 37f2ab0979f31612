import { ApplicationFailure, getExternalWorkflowHandle, setHandler } from '@temporalio/workflow';
import { whyNotDecideSubject, type Refusal } from '../domain/deciding/index.js';
import type { SubjectDecision } from '../domain/model/decision.js';
import { decideHostUpdate, subjectDecidedSignal } from './messages.js';
import type { RunCore } from './operator-messages.js';
import { validating } from './understood.js';

/**
 * The Update by which people decide about a parked host, vCenter or cluster; it is passed on to the workflow that
 * stands still.
 *
 * @param relayControl - tells an abort to everything under way
 */
export function answerDecisions(core: RunCore, relayControl: () => Promise<void>): void {
  setHandler(
    decideHostUpdate,
    async (decision: SubjectDecision) => {
      const { subject, choice, from, by, reason } = decision;
      const { status } = core;
      const parking = status.parkings?.find((one) => one.subject === subject);
      const isTaken = status.decisions?.some(({ id }) => id === decision.id) ?? false;
      if (parking === undefined || isTaken) return status;
      const what = from === undefined ? choice : `${choice} ${from}`;
      core.tell('subject.decided', subject, `${subject}: ${what}, decided by ${by}: ${reason}`, { decision });
      if (choice === 'abort') {
        const { id } = decision;
        core.tell('run.aborting', status.runId, `aborted by ${by}: ${reason}`, {
          request: { id, by, reason },
        });
        await relayControl();
      } else {
        await getExternalWorkflowHandle(parking.workflowId).signal(subjectDecidedSignal, {
          decision,
          since: parking.since,
        });
      }
      return core.status;
    },
    validating((decision: SubjectDecision) => refuse(whyNotDecideSubject(core.status, decision))),
  );
}

/** The type of the failure is the rule; the details tell scripts which refusal it is. */
function refuse(refusal: Refusal | null): void {
  if (refusal === null) return;
  const { rule, code, text } = refusal;
  throw ApplicationFailure.create({ message: text, type: rule, nonRetryable: true, details: [{ code }] });
}
