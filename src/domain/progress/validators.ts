import type { GateDecision, PauseRequest, Request, RunStatus } from '../model/run.js';
import { recoveredBehind } from '../planning/gates.js';
import { isEnding, isFinal } from './status.js';

/**
 * Why this decision cannot be taken; null = it may be, or the same request (same ID) already took it.
 *
 * @rule DG-2
 */
export function whyNotDecide(status: RunStatus, decision: GateDecision): string | null {
  const gate = status.gates.find(({ id }) => id === decision.gate);
  if (!gate) {
    const known = status.gates.map(({ id }) => id).join(', ');
    return `This run has no gate '${decision.gate}'. Its gates: ${known}.`;
  }
  if (gate.decisionId !== undefined && gate.decisionId === decision.id) {
    return gate.state === decision.verdict
      ? null
      : `Request ${decision.id} already ${gate.state} this gate; use a new ID for another decision.`;
  }
  if (isFinal(status.state)) return ended(status);
  const missing = whyNotRequest(decision);
  if (missing) return missing;
  if (decision.planHash !== status.planHash) {
    return `You decided about plan ${short(decision.planHash)}, this run executes ${short(status.planHash)}. Look at the run's plan and decide again.`;
  }
  if (decision.verdict === 'approved' && decision.by === status.requestedBy) {
    return `${decision.by} requested this run and may not approve its gates. Ask another approver.`;
  }
  const host = recoveredBehind(gate.id);
  const asked = (status.decisions ?? []).findLast(
    ({ subject, choice }) => subject === host && choice === 'recover',
  );
  if (decision.verdict === 'approved' && decision.by === asked?.by) {
    return `${decision.by} asked for the recovery of ${host ?? gate.id} and may not approve its gates. Ask another approver.`;
  }
  switch (gate.state) {
    case 'open':
      return null;
    case 'planned':
      return `Gate '${gate.id}' is not open yet; the run has not reached it.`;
    case 'not-needed':
      return `Gate '${gate.id}' is not needed: ${gate.reason ?? 'nothing to decide'}.`;
    case 'approved':
    case 'rejected':
      return `Gate '${gate.id}' was already ${gate.state} by ${gate.by ?? 'somebody'}.`;
  }
}

/**
 * Why the run cannot be paused; null = it may be, or this very request already paused it. A paused run may be paused in
 * the other way, and one that is about to go on may be held again.
 */
export function whyNotPause(status: RunStatus, request: PauseRequest): string | null {
  if (status.pausedBy?.id === request.id) return null;
  const refusal = whyNotRunning(status, request);
  if (refusal !== null || status.pausedBy === undefined || status.resuming !== undefined) return refusal;
  const isSame = (status.pausedBy.pause ?? 'safe-point') === (request.pause ?? 'safe-point');
  return isSame ? `The run is already paused by ${status.pausedBy.by}: ${status.pausedBy.reason}.` : null;
}

/** Why the run cannot go on; null = it may, or this very request already resumes or resumed it. */
export function whyNotResume(status: RunStatus, request: Request): string | null {
  if (status.resuming?.id === request.id) return null;
  if (!status.pausedBy && status.resumedBy?.id === request.id) return null;
  const refusal = whyNotRunning(status, request);
  if (refusal !== null) return refusal;
  if (status.resuming !== undefined) {
    return `The run is already being resumed by ${status.resuming.by}; look what it waits for.`;
  }
  return status.pausedBy ? null : 'The run is not paused.';
}

/** Why the run cannot be aborted; null = it may be, or this very request already aborts it. */
export function whyNotAbort(status: RunStatus, request: Request): string | null {
  if (status.abortedBy?.id === request.id) return null;
  return whyNotRunning(status, request);
}

function whyNotRunning(status: RunStatus, request: Request): string | null {
  if (isFinal(status.state)) return ended(status);
  if (status.abortedBy) return `The run is being aborted by ${status.abortedBy.by}.`;
  if (isEnding(status)) return 'The run is coming to its end: its resumption was rejected.';
  return whyNotRequest(request);
}

/** Every request says who and why, and has an idempotency key. */
export function whyNotRequest(request: Request): string | null {
  if (request.id.trim() === '') return 'The request has no ID.';
  if (request.by.trim() === '') return 'The request does not say who asks.';
  return request.reason.trim() === '' ? 'Give a reason; it becomes part of the audit trail.' : null;
}

export function ended(status: RunStatus): string {
  return `The run has ended: ${status.state}.`;
}

export function short(hash: string): string {
  return hash.slice(0, 12);
}
