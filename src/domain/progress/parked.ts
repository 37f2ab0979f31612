import type { Parking, SubjectDecision, TakenDecision } from '../model/decision.js';
import type { RunStatus } from '../model/run.js';

/** Decisions that a status carries: enough to know a repeated request again. */
const DECISIONS_KEPT = 20;

/** Parks a subject, or replaces why it is parked; what was decided about it before is over then. */
export function withParked(
  status: RunStatus,
  { subject, parking }: { readonly subject: string; readonly parking?: Parking },
): RunStatus {
  const { parked, parkings } = without(status, subject);
  return {
    ...status,
    parked: [...parked, subject],
    ...(parking === undefined && status.parkings === undefined
      ? {}
      : { parkings: [...parkings, ...(parking === undefined ? [] : [parking])] }),
  };
}

export function withoutParked(status: RunStatus, { subject }: { readonly subject: string }): RunStatus {
  const { parked, parkings } = without(status, subject);
  return { ...status, parked, ...(status.parkings === undefined ? {} : { parkings }) };
}

export function withDecision(status: RunStatus, decision: SubjectDecision): RunStatus {
  const { id, by, subject, choice, from } = decision;
  const taken: TakenDecision = { id, by, subject, choice, ...(from === undefined ? {} : { from }) };
  return {
    ...status,
    decisions: [...(status.decisions ?? []), taken].slice(-DECISIONS_KEPT),
    parkings: (status.parkings ?? []).map((one) =>
      one.subject === subject ? { ...one, decided: decision } : one,
    ),
  };
}

function without({ parked, parkings }: RunStatus, subject: string) {
  return {
    parked: (parked ?? []).filter((other) => other !== subject),
    parkings: (parkings ?? []).filter((other) => other.subject !== subject),
  };
}
