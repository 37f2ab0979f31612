import type { Parking, SubjectDecision } from '../model/decision.js';
import type { RunStatus } from '../model/run.js';
import { isFinal } from '../progress/status.js';

/** Why a decision about a parked subject is not accepted. */
export interface Refusal {
  readonly rule: string;
  readonly code:
    'run-ended' | 'subject-not-parked' | 'choice-not-offered' | 'decision-taken' | 'decision-stale';
  readonly text: string;
}

/**
 * Why this decision about a host, vCenter or cluster cannot be taken; null = it may be, or the same request (same ID)
 * already took it.
 *
 * @rule DG-2, REC-0, IMG-2
 */
export function whyNotDecideSubject(status: RunStatus, decision: SubjectDecision): Refusal | null {
  const { subject, choice, from } = decision;
  const taken = (status.decisions ?? []).find(({ id }) => id === decision.id);
  if (taken !== undefined) {
    if (taken.subject === subject && taken.choice === choice && taken.from === from) return null;
    const text = `Request ${decision.id} already decided '${taken.choice}' about ${taken.subject}; use a new ID for another decision.`;
    return { rule: 'DG-2', code: 'decision-taken', text };
  }
  if (isFinal(status.state)) {
    return { rule: 'DG-2', code: 'run-ended', text: `The run has ended: ${status.state}.` };
  }
  if (status.abortedBy !== undefined) {
    return { rule: 'DG-2', code: 'run-ended', text: `The run is being aborted by ${status.abortedBy.by}.` };
  }
  const parking = (status.parkings ?? []).find((one) => one.subject === subject);
  if (parking === undefined) return notParked(status, subject);
  return whyNotAsked(decision) ?? whyNotThisPlan(status, decision) ?? whyNotChoice(parking, decision);
}

function notParked(status: RunStatus, subject: string): Refusal {
  const names = (status.parkings ?? []).map((one) => one.subject);
  const known = names.length > 0 ? `Parked now: ${names.join(', ')}.` : 'Nothing is parked now.';
  const text = `'${subject}' is not parked in this run, so there is nothing to decide about it. ${known}`;
  return { rule: 'DG-2', code: 'subject-not-parked', text };
}

function whyNotAsked({ id, by, reason }: SubjectDecision): Refusal | null {
  const refuse = (text: string): Refusal => ({ rule: 'DG-2', code: 'decision-stale', text });
  if (id.trim() === '') return refuse('The request has no ID.');
  if (by.trim() === '') return refuse('The request does not say who asks.');
  return reason.trim() === '' ? refuse('Give a reason; it becomes part of the audit trail.') : null;
}

function whyNotThisPlan({ planHash }: RunStatus, decision: SubjectDecision): Refusal | null {
  if (decision.planHash === planHash) return null;
  const text = `You decided about plan ${short(decision.planHash)}, this run executes ${short(planHash)}. Look at the run's plan and decide again.`;
  return { rule: 'DG-2', code: 'decision-stale', text };
}

function whyNotChoice(parking: Parking, { choice, from }: SubjectDecision): Refusal | null {
  const { subject, decided } = parking;
  if (decided !== undefined) {
    const text = `${decided.by} already decided '${decided.choice}' about ${subject}; see what comes of it first.`;
    return { rule: 'DG-2', code: 'decision-taken', text };
  }
  const forbidden = parking.notOffered?.find((one) => one.choice === choice);
  if (forbidden !== undefined) {
    return { rule: forbidden.rule, code: 'choice-not-offered', text: forbidden.text };
  }
  const offered = parking.choices.find((one) => one.choice === choice);
  if (offered === undefined) {
    const text = `'${choice}' is not offered for ${subject} now. Offered: ${parking.choices.map((one) => one.choice).join(', ')}.`;
    return { rule: parking.rule, code: 'choice-not-offered', text };
  }
  return whyNotFrom(parking, offered.from, choice === 'retry-from', from);
}

function whyNotFrom(
  { rule }: Parking,
  offered: readonly string[] | undefined,
  isNeeded: boolean,
  from: string | undefined,
): Refusal | null {
  const refuse = (text: string): Refusal => ({ rule, code: 'choice-not-offered', text });
  if (!isNeeded) return from === undefined ? null : refuse(`Only 'retry-from' names a safe point.`);
  const points = (offered ?? []).join(', ');
  if (from === undefined) return refuse(`Say from which safe point: ${points}.`);
  return offered?.includes(from) === true
    ? null
    : refuse(`'${from}' is not a safe point offered here. Offered: ${points}.`);
}

function short(hash: string): string {
  return hash.slice(0, 12);
}
