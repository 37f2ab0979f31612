import type { Request } from './run.js';

/**
 * What a person may decide about a host or vCenter that cannot go on by itself.
 *
 * - `retry`: the failed step again; it looks first, as every start does
 * - `retry-from`: from one of the safe points offered
 * - `verify`: somebody repaired it by hand; look again, and go on if the wanted state is there
 * - `skip`: leave it as it is, recorded as debt; safety is not weakened by it
 * - `recover`: the procedure for a Trust Authority host whose upgrade did not succeed (REC-0); planned and approved first
 * - `take-over`: a person does the rest; the run keeps its hands off until it is given back
 * - `give-back`: ends a take-over; the run verifies before it counts the host as done
 * - `abort`: end the whole run at its next safe points
 */
export const CHOICES = [
  'retry',
  'retry-from',
  'verify',
  'skip',
  'recover',
  'take-over',
  'give-back',
  'abort',
] as const;
export type Choice = (typeof CHOICES)[number];

/** Where the upgrade of a host may be taken up again: what was done before such a point is looked at, not assumed. */
export const HOST_SAFE_POINTS = ['guards', 'evacuation', 'remediation', 'attestation', 'exit'] as const;
export type HostSafePoint = (typeof HOST_SAFE_POINTS)[number];
export const VCENTER_SAFE_POINTS = ['backup', 'precheck', 'stage', 'install', 'verify'] as const;
export type VCenterSafePoint = (typeof VCENTER_SAFE_POINTS)[number];
export type SafePoint = HostSafePoint | VCenterSafePoint;

/** A person's word about one parked subject. `id` is the idempotency key. */
export interface SubjectDecision extends Request {
  /** Name of the host or vCenter. */
  readonly subject: string;
  readonly choice: Choice;
  /** With `retry-from` only. */
  readonly from?: SafePoint;
  /** The decider saw this plan. */
  readonly planHash: string;
}

/** Why a host or vCenter does not go on, and what may be done about it. */
export interface Parking {
  readonly subject: string;
  readonly kind: 'host' | 'vcenter' | 'cluster' | 'operation';
  readonly role?: 'trust-authority' | 'trusted';
  /** Workflow that waits for the decision. */
  readonly workflowId: string;
  readonly since: string;
  /** Step at which it stopped, as in `Step.name`: `evacuation`, `remediation`, `attestation`, … */
  readonly step: string;
  /** The error in vCenter's words. */
  readonly problem: string;
  /** Failures of one class on two hosts hold the whole tier: step and cause, without names and numbers. */
  readonly failureClass: string;
  readonly rule: string;
  /** Failed tasks and attestation messages of the subject, with time (ATT-4). */
  readonly messages: readonly string[];
  /** Log files to read, each with the host it lies on (ATT-5). */
  readonly logFiles: readonly string[];
  readonly choices: readonly OfferedChoice[];
  /** Choices that people would look for, and the rule that forbids them here. */
  readonly notOffered?: readonly ForbiddenChoice[];
  /** Taken, and on its way to the workflow: a second one is refused. */
  readonly decided?: SubjectDecision;
}

export interface OfferedChoice {
  readonly choice: Choice;
  /** With `retry-from`: the points offered. */
  readonly from?: readonly SafePoint[];
  /** What it does here and what it leaves, in one sentence. */
  readonly text: string;
}

export interface ForbiddenChoice {
  readonly choice: Choice;
  readonly rule: string;
  readonly text: string;
}

/** A decision that was taken; kept so that the same request again changes nothing. */
export type TakenDecision = Pick<SubjectDecision, 'id' | 'by' | 'subject' | 'choice' | 'from'>;
