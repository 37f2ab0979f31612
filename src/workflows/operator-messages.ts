import { ApplicationFailure, getExternalWorkflowHandle, patched, setHandler } from '@temporalio/workflow';
import type { GateDecision, PauseRequest, Request, RunStatus } from '../domain/model/run.js';
import {
  resumeGates,
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
import { tolerant } from './tolerant.js';
import { validating } from './understood.js';

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
 * @param goOn - lets a resumed run go on, once it is known what others have changed
 */
export function answerOperators(
  core: RunCore,
  askers: Readonly<Record<string, string>>,
  relayControl: () => Promise<void>,
  goOn: () => void,
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
          const told = getExternalWorkflowHandle(asker);
          await tolerant(() => told.signal(gateDecidedSignal, { gate, verdict }));
        }
      }
      return core.status;
    },
    validating((decision: GateDecision) => refuse(whyNotDecide(core.status, decision), 'DG-2')),
  );
  setHandler(
    pauseRunUpdate,
    async (request: PauseRequest) => {
      if (core.status.pausedBy?.id !== request.id) {
        dropResumeGate(core, `paused again by ${request.by}`);
        const how = request.pause === 'next-step' ? ' before the next step' : '';
        core.tell('run.paused', core.status.runId, `paused${how} by ${request.by}: ${request.reason}`, {
          request,
        });
        await relayControl();
      }
      return core.status;
    },
    validating((request: PauseRequest) => refuse(whyNotPause(core.status, request), 'run-state')),
  );
  setHandler(
    resumeRunUpdate,
    async (request: Request) => {
      const { runId, resuming, resumedBy } = core.status;
      if (resuming?.id === request.id || resumedBy?.id === request.id) return core.status;
      if (patched('resume-reads-the-estate')) {
        core.tell('run.resuming', runId, `to be resumed by ${request.by}: ${request.reason}`, { request });
        goOn();
      } else {
        core.tell('run.resumed', runId, `resumed by ${request.by}: ${request.reason}`, { request });
        await relayControl();
      }
      return core.status;
    },
    validating((request: Request) => refuse(whyNotResume(core.status, request), 'run-state')),
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
    validating((request: Request) => refuse(whyNotAbort(core.status, request), 'run-state')),
  );
}

/** A resumption that is given up leaves no gate open at which nobody waits. */
function dropResumeGate(core: RunCore, reason: string): void {
  const open = resumeGates(core.status).find(({ state }) => state === 'open');
  if (open === undefined) return;
  core.tell('gate.not-needed', open.id, `${open.id} is not needed: ${reason}`, { gate: open.id, reason });
}
