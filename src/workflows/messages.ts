import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Parking, SubjectDecision } from '../domain/model/decision.js';
import type { HostRef } from '../domain/model/inventory.js';
import type { LimitsChange } from '../domain/model/limits.js';
import type { GateDecision, PauseRequest, Request, RunStatus } from '../domain/model/run.js';
import type { WaitingOn } from '../domain/model/waiting.js';
import type { Control } from './context.js';
import type { OrderQuestion, RollReport, Steering } from './roll/steering.js';

// Operators speak by Updates: each is validated synchronously and answered with the new status.
export const decideGateUpdate = defineUpdate<RunStatus, [GateDecision]>('decideGate');
export const pauseRunUpdate = defineUpdate<RunStatus, [PauseRequest]>('pauseRun');
export const resumeRunUpdate = defineUpdate<RunStatus, [Request]>('resumeRun');
export const abortRunUpdate = defineUpdate<RunStatus, [Request]>('abortRun');
/** About a parked host, vCenter or cluster. */
export const decideHostUpdate = defineUpdate<RunStatus, [SubjectDecision]>('decideHost');
/** Concurrency, failure budgets, and the order of hosts that wait. */
export const changeLimitsUpdate = defineUpdate<RunStatus, [LimitsChange]>('changeLimits');

export const runStatusQuery = defineQuery<RunStatus>('runStatus');
export const unitStatusQuery = defineQuery<UnitStatus>('unitStatus');

/** Answer of a vCenter's, cluster's or host's workflow. */
export interface UnitStatus {
  readonly subject: string;
  readonly waitingOn: WaitingOn | null;
  readonly parked: boolean;
}

// Between the workflows of one run.
/** Run to unit, unit to child: pause, go on, abort. */
export const controlSignal = defineSignal<[Control]>('control');
/** Unit to run: open this gate and tell me the verdict. */
export const openGateSignal = defineSignal<[GateRequest]>('openGate');
/** Run to unit. */
export const gateDecidedSignal = defineSignal<[GateVerdict]>('gateDecided');
/** Unit to run: what is waited for here, or that nothing is any more; parked = somebody must act. */
export const waitingSignal = defineSignal<[UnitWaiting]>('waiting');
/** Cluster to run: one host is done. */
export const hostDoneSignal = defineSignal<[{ readonly workflowId: string }]>('hostDone');
/** vCenter or cluster to run: it has ended, with this result. */
export const unitEndedSignal =
  defineSignal<[{ readonly workflowId: string; readonly result: unknown }]>('unitEnded');
/** Test host to its qualification: on the target, in maintenance, ready to be exported. */
export const testHostReadySignal = defineSignal('testHostReady');
/** Qualification to the test host: its image is trusted, attestation may be expected. */
export const imageTrustedSignal = defineSignal('imageTrusted');
/** Host to the workflow that started it: it is parked, or goes on. */
export const hostParkedSignal = defineSignal<[HostParked]>('hostParked');
/** Run to a cluster's roll: what it may do from now on. */
export const steerRollSignal = defineSignal<[Steering]>('steerRoll');
/** Run to a cluster's roll: could its waiting hosts be taken in this order? */
export const askOrderSignal = defineSignal<[OrderQuestion]>('askOrder');
/** A cluster's roll to the run: what failed there, and what it holds. */
export const rollReportSignal = defineSignal<[RollReport]>('rollReport');

/** Operation to its run: one step begins or ends. */
export const operationStepSignal = defineSignal<[OperationStepNews]>('operationStep');

export interface OperationStepNews {
  readonly step: string;
  readonly state: 'running' | 'done' | 'failed';
}

export interface HostParked {
  readonly host: HostRef;
  readonly parked: boolean;
  readonly failureClass?: string;
}

/** Run to a parked workflow: what a person decided about it. */
export const subjectDecidedSignal = defineSignal<[SubjectDecided]>('subjectDecided');

export interface SubjectDecided {
  readonly decision: SubjectDecision;
  /** `since` of the parking it was taken about: one that came too late is not obeyed. */
  readonly since: string;
}

export interface UnitWaiting {
  readonly subject: string;
  readonly waitingOn: WaitingOn | null;
  readonly parked: boolean;
  /** With `parked`: why, and what may be decided; absent where nothing can be. */
  readonly parking?: Parking;
}

export interface GateRequest {
  readonly gate: string;
  readonly evidence: readonly string[];
  /** Workflow that waits for the verdict. */
  readonly asker: string;
  /** True = reality made this gate unnecessary; it is recorded and not asked. */
  readonly notNeeded?: string;
}

export interface GateVerdict {
  readonly gate: string;
  readonly verdict: 'approved' | 'rejected';
}
