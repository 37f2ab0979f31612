import type { Parking, SubjectDecision } from '../model/decision.js';
import type { LimitsChange, RunLimits } from '../model/limits.js';
import type { TierKind } from '../model/plan.js';
import type { Debt, GateDecision, PauseRequest, Request, Residue, RunState } from '../model/run.js';
import type { WaitingOn } from '../model/waiting.js';

/** `RunEvent.data` by `RunEvent.type`, for the events that `advance` folds into the status. */
export interface RunEventData {
  readonly 'run.started': Readonly<Record<string, never>>;
  readonly 'gate.opened': {
    readonly gate: string;
    readonly evidence: readonly string[];
    /** At a gate that holds a roll: the failed hosts, by name. */
    readonly hosts?: readonly string[];
  };
  readonly 'gate.decided': { readonly decision: GateDecision };
  /** The plan foresaw it, reality made it unnecessary (image already trusted). */
  readonly 'gate.not-needed': { readonly gate: string; readonly reason: string };
  readonly 'tier.started': { readonly tier: TierKind };
  /** One vCenter or host of the tier ended well. */
  readonly 'tier.progress': { readonly tier: TierKind };
  readonly 'tier.ended': { readonly tier: TierKind; readonly state: 'done' | 'failed' };
  /** One host of the tier is left as it is, by decision. */
  readonly 'tier.skipped': { readonly tier: TierKind; readonly debt: Debt };
  /** One step of an operation. */
  readonly 'step.started': { readonly step: string };
  readonly 'step.ended': { readonly step: string; readonly state: 'done' | 'failed' };
  /** The limits as they are from now on. */
  readonly 'limits.changed': { readonly limits: RunLimits; readonly change: LimitsChange };
  /** A host or vCenter waits for an operator's decision, or got one. */
  readonly 'subject.parked': { readonly subject: string; readonly parking?: Parking };
  readonly 'subject.decided': { readonly decision: SubjectDecision };
  readonly 'subject.unparked': { readonly subject: string };
  /** The whole present list; empty = nothing is waited for. */
  readonly waiting: { readonly waitingOn: readonly WaitingOn[] };
  readonly debt: { readonly debt: Debt };
  readonly 'run.paused': { readonly request: PauseRequest };
  /** The estate is read again before the run goes on. */
  readonly 'run.resuming': { readonly request: Request };
  readonly 'run.resumed': {
    readonly request: Request;
    /** What others have changed, one line each; absent from runs that did not look. */
    readonly changes?: readonly string[];
  };
  readonly 'run.aborting': { readonly request: Request };
  readonly 'run.ended': {
    readonly state: Extract<RunState, 'succeeded' | 'rejected' | 'aborted' | 'failed'>;
    readonly outcome?: string;
    readonly residue?: readonly Residue[];
  };
}
export type RunEventType = keyof RunEventData;
