import type { UpgradePlan } from '../model/plan.js';
import type { GateDecision, Request, RunEvent, RunStatus } from '../model/run.js';
export type { RunEventData, RunEventType } from './events.js';
export declare function beginStatus(input: {
  runId: string;
  estate: string;
  planHash: string;
  plan: UpgradePlan;
  requestedBy: string;
  startedAt: string;
}): RunStatus;
/** Pure fold; an event type it does not know leaves the status as it is. */
export declare function advance(status: RunStatus, event: RunEvent): RunStatus;
/** null = may be decided (or was, by the same request: then nothing changes). */
export declare function whyNotDecide(status: RunStatus, decision: GateDecision): string | null;
export declare function whyNotPause(status: RunStatus, request: Request): string | null;
export declare function whyNotResume(status: RunStatus, request: Request): string | null;
export declare function whyNotAbort(status: RunStatus, request: Request): string | null;
