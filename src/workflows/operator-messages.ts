import { ApplicationFailure, getExternalWorkflowHandle, setHandler } from '@temporalio/workflow';
import type { GateDecision, Request, RunStatus } from '../domain/model/run.js';
import {
  whyNotAbort,
  whyNotDecide,
  whyNotPause,
  whyNotResume,
  type RunEventData,
} from '../domain/progress/index.js';
import {
  abortRunUpdate,
  decideGateUpdate,
  gateDecidedSignal,
  pauseRunUpdate,
  resumeRunUpdate,
} from './messages.js';
import { understood } from './understood.js';

/** What the handlers of a run share: the status as it is now, and the one way to change it. */
export interface RunCore {
  readonly status: RunStatus;
  tell<T extends keyof RunEventData>(type: T, subject: string, text: string, data: RunEventData[T]): void;
}

/** For validators: throws the refusal with its code, does nothing when there is no reason. */
export function refuse(reason: string | null, code: string): void {
  if (reason !== null) throw ApplicationFailure.nonRetryable(reason, code);
}

/**
 * Updates by which people steer a run as a whole.
 *
 * @param askers - workflow that waits for the verdict, by gate
 * @param relayControl - tells pause and abort to everything under way
 */
export function answerOperators(
  core: RunCore,
  askers: Readonly<Record<string, string>>,
  relayControl: () => Promise<void>,
): void {
  setHandler(
    decideGateUpdate,
    async (decision: GateDecision) => {
      if (core.status.gates.find(({ id }) => id === decision.gate)?.state === 'open') {
        core.tell('gate.decided', decision.gate, `${decision.gate} ${decision.verdict} by ${decision.by}`, {
          decision,
        });
        const asker = askers[decision.gate];
        if (asker !== undefined) {
          const { gate, verdict } = decision;
          await getExternalWorkflowHandle(asker).signal(gateDecidedSignal, { gate, verdict });
        }
      }
      return core.status;
    },
    {
      validator: (decision) => {
        understood(decision);
        refuse(whyNotDecide(core.status, decision), 'DG-2');
      },
    },
  );
  setHandler(
    pauseRunUpdate,
    async (request: Request) => {
      if (core.status.pausedBy?.id !== request.id) {
        core.tell('run.paused', core.status.runId, `paused by ${request.by}: ${request.reason}`, { request });
        await relayControl();
      }
      return core.status;
    },
    {
      validator: (request) => {
        understood(request);
        refuse(whyNotPause(core.status, request), 'run-state');
      },
    },
  );
  setHandler(
    resumeRunUpdate,
    async (request: Request) => {
      core.tell('run.resumed', core.status.runId, `resumed by ${request.by}: ${request.reason}`, { request });
      await relayControl();
      return core.status;
    },
    {
      validator: (request) => {
        understood(request);
        refuse(whyNotResume(core.status, request), 'run-state');
      },
    },
  );
  setHandler(
    abortRunUpdate,
    async (request: Request) => {
      if (core.status.abortedBy?.id !== request.id) {
        core.tell('run.aborting', core.status.runId, `aborted by ${request.by}: ${request.reason}`, {
          request,
        });
        await relayControl();
      }
      return core.status;
    },
    {
      validator: (request) => {
        understood(request);
        refuse(whyNotAbort(core.status, request), 'run-state');
      },
    },
  );
}
