import type { Estate } from '../domain/model/estate.js';
import type { LimitsChange } from '../domain/model/limits.js';
import type { UpgradeRequest } from '../domain/model/plan.js';
import type { SubjectDecision } from '../domain/model/decision.js';
import type { AnyOperationRequest } from '../domain/operations/index.js';
import type { GateDecision, PauseRequest, Request, RunStatus } from '../domain/model/run.js';

/**
 * Answer of an operation on a running workflow.
 *
 * - `done`: it was carried out
 * - `refused`: a validator said no, with the sentence for the operator and the rule, if one; `code` tells scripts which
 *   refusal it is; `tooOld` names a vCenter whose release we cannot work with; `newer` = what was asked is of a later
 *   release than the worker
 * - `pending`: no worker answered in time; repeating with the same ID is safe
 * - `not-found`: no such run, or it has ended
 */
export type EngineAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly rule?: string;
      readonly code?: string;
      readonly tooOld?: string;
      readonly newer?: true;
    }
  | { readonly kind: 'pending'; readonly message: string }
  | { readonly kind: 'not-found'; readonly message: string };

/** Result of reading an estate or planning: everything large lies in the blob store. */
export interface SurveyResult {
  readonly inventoryHash: string;
}
export interface PlanningResult {
  readonly planHash: string;
  readonly inventoryHash: string;
  readonly blockers: number;
  readonly warnings: number;
}

/** What is asked of Temporal, in our words. At most 4 Updates are in flight per workflow. */
export interface EnginePort {
  /** Reads both sides of the estate. */
  surveyEstate(input: { estate: Estate; id: string }): Promise<EngineAnswer<SurveyResult>>;
  /** Collects the evidence for one host, or the whole estate; may run beside a run. Answers the hash of the document. */
  collectDiagnosis(input: {
    estate: Estate;
    host?: string;
    id: string;
  }): Promise<EngineAnswer<{ readonly hash: string }>>;
  /** Reads both sides, runs preflight, builds and stores the plan. `id` makes repeating safe. */
  planUpgrade(input: {
    estate: Estate;
    estateHash: string;
    request: UpgradeRequest;
    requestedBy: string;
    id: string;
  }): Promise<EngineAnswer<PlanningResult>>;
  /** Starts the run; an estate has one at a time (`refused` names the one that runs). */
  startRun(input: {
    runId: string;
    estate: Estate;
    planHash: string;
    requestedBy: string;
    reason: string;
    /** Absent = the default limits. */
    limits?: Pick<LimitsChange, 'concurrency' | 'failureBudget'>;
  }): Promise<EngineAnswer<{ readonly runId: string }>>;
  /** Reads both sides and plans an operation; changes nothing. `id` makes repeating safe. */
  planOperation(input: {
    estate: Estate;
    estateHash: string;
    request: AnyOperationRequest;
    requestedBy: string;
    id: string;
  }): Promise<EngineAnswer<PlanningResult>>;
  /** Starts an operation under the estate's lock, as `startRun` does an upgrade. */
  startOperation(input: {
    runId: string;
    estate: Estate;
    planHash: string;
    requestedBy: string;
    reason: string;
  }): Promise<EngineAnswer<{ readonly runId: string }>>;
  /** Live status of a run of this estate, asked of the workflow. */
  runStatus(estate: string, runId: string): Promise<EngineAnswer<RunStatus>>;
  decideGate(estate: string, runId: string, decision: GateDecision): Promise<EngineAnswer<RunStatus>>;
  pauseRun(estate: string, runId: string, request: PauseRequest): Promise<EngineAnswer<RunStatus>>;
  resumeRun(estate: string, runId: string, request: Request): Promise<EngineAnswer<RunStatus>>;
  abortRun(estate: string, runId: string, request: Request): Promise<EngineAnswer<RunStatus>>;
  /** About a parked host, vCenter or cluster. */
  decideHost(estate: string, runId: string, decision: SubjectDecision): Promise<EngineAnswer<RunStatus>>;
  changeLimits(estate: string, runId: string, change: LimitsChange): Promise<EngineAnswer<RunStatus>>;
  /** Reachability of Temporal and pollers per task queue. */
  health(): Promise<{
    readonly reachable: boolean;
    readonly serverVersion?: string;
    readonly queues: readonly { readonly name: string; readonly pollers: number }[];
    readonly problem?: string;
  }>;
}
