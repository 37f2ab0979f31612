import type { Parking, TakenDecision } from './decision.js';
import type { HostOrder, RunLimits } from './limits.js';
import type { TierKind } from './plan.js';
import type { TimeSplit } from './time-split.js';
import type { WaitingOn } from './waiting.js';
import type { EsxVersion } from './version.js';
import type { Attestation, BootEvidence, HostRef } from './inventory.js';

export type RunState =
  | 'starting'
  | 'waiting-for-gate'
  | 'running'
  | 'paused'
  | 'needs-operator'
  | 'aborting'
  | 'succeeded'
  | 'rejected'
  | 'aborted'
  | 'failed';

/** States after which nothing more happens. */
export const FINAL_RUN_STATES: readonly RunState[] = ['succeeded', 'rejected', 'aborted', 'failed'];

/** Who asks for something, and why. `id` is the idempotency key. */
export interface Request {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
}

/** `safe-point`: the host in hand is finished; `next-step`: nothing more begins, also not for the host in hand. */
export type PauseMode = 'safe-point' | 'next-step';

/** Asks for a pause; without `pause` at the next safe point. */
export interface PauseRequest extends Request {
  readonly pause?: PauseMode;
}

export interface GateDecision extends Request {
  readonly gate: string;
  readonly verdict: 'approved' | 'rejected';
  /** The decider saw this plan. */
  readonly planHash: string;
}

export interface GateStatus {
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  readonly state: 'planned' | 'open' | 'approved' | 'rejected' | 'not-needed';
  readonly openedAt?: string;
  readonly decidedAt?: string;
  readonly by?: string;
  readonly reason?: string;
  /** Idempotency key of the decision: the same one again changes nothing. */
  readonly decisionId?: string;
  /** What the decider should look at, lines of plain text. */
  readonly evidence?: readonly string[];
}

export interface TierStatus {
  readonly kind: TierKind;
  readonly state: 'planned' | 'running' | 'done' | 'failed';
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly total: number;
  readonly done: number;
  /** Absent before it begins. */
  readonly time?: TimeSplit;
  /** Hosts skipped by decision; each is a debt. */
  readonly skipped?: number;
}

/** One step of an operation, in the plan's order. */
export interface StepStatus {
  readonly id: string;
  readonly subject: string;
  readonly title: string;
  readonly rule: string;
  readonly state: 'planned' | 'running' | 'done' | 'failed';
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/** Status of a run, answered by the workflow from its state. Small: hosts are in the records. */
export interface RunStatus {
  readonly runId: string;
  readonly estate: string;
  readonly planHash: string;
  readonly requestedBy: string;
  readonly state: RunState;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly tiers: readonly TierStatus[];
  /** Kind of the operation; absent = an upgrade. */
  readonly operation?: string;
  /** Of an operation, which has no tiers. */
  readonly steps?: readonly StepStatus[];
  readonly gates: readonly GateStatus[];
  readonly waitingOn: readonly WaitingOn[];
  /** The one of them that matters most; absent when nothing is waited for. */
  readonly reason?: WaitingOn;
  readonly debts: readonly Debt[];
  /** Who paused the run, and how far it still goes; absent when it is not paused. */
  readonly pausedBy?: PauseRequest;
  /** Who wants a paused run to go on: the estate is read, and a material change is decided about, first. */
  readonly resuming?: Request;
  /** Who resumed it last; the same request again changes nothing. */
  readonly resumedBy?: Request;
  /** Who asked to abort it. */
  readonly abortedBy?: Request;
  /** Hosts and vCenters that wait for an operator's decision. */
  readonly parked?: readonly string[];
  /** Why each of them stands still, and what may be decided. */
  readonly parkings?: readonly Parking[];
  /** Decisions about parked subjects, oldest first; the last ones only. */
  readonly decisions?: readonly TakenDecision[];
  /** Concurrency and failure budgets that count now. */
  readonly limits?: RunLimits;
  /** Orders of waiting hosts asked for, the newest of each cluster. */
  readonly order?: readonly HostOrder[];
  /** Who changed the limits last; the same request again changes nothing. */
  readonly limitsChangedBy?: Request;
  /** Reason of a failed, rejected or aborted end. */
  readonly outcome?: string;
  /** Where the time went. */
  readonly time?: TimeSplit;
  /** What an end before the end leaves behind in the estate. */
  readonly residue?: readonly Residue[];
}

/** Something that a run which ended early has left behind, and what to do about it. */
export interface Residue {
  readonly kind: 'host' | 'policy' | 'commit' | 'image' | 'task' | 'gate' | 'unread';
  /** Host, cluster, image, vCenter or gate. */
  readonly subject: string;
  readonly rule: string;
  /** What was found at the end. */
  readonly text: string;
  readonly whatToDo: string;
}

/** What a run leaves open. */
export interface Debt {
  readonly kind:
    | 'quick-boot'
    | 'image-kept'
    | 'host-skipped'
    | 'host-not-started'
    | 'policy-not-restored'
    | 'cluster-unregistered'
    | 'attestation-unconfirmed'
    | 'waiver';
  readonly subject: string;
  readonly rule: string;
  readonly text: string;
}

/** Where a host is in its upgrade. */
export type HostPhase =
  | 'planned'
  | 'guards'
  | 'evacuating'
  | 'remediating'
  | 'rebooting'
  | 'exporting-image'
  | 'importing-image'
  | 'attesting'
  | 'leaving-maintenance'
  | 'verifying'
  | 'recovering'
  | 'done'
  | 'parked'
  | 'skipped';

/** One host's line in lists and reports. */
export interface HostProgress {
  readonly host: HostRef;
  readonly cluster: string;
  readonly phase: HostPhase;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly boot?: BootEvidence;
  readonly installedBefore?: EsxVersion;
  readonly installedAfter?: EsxVersion;
  readonly measuredBefore?: EsxVersion;
  readonly measuredAfter?: EsxVersion;
  readonly attestationBefore?: Attestation;
  readonly attestationAfter?: Attestation;
  readonly problem?: string;
  /** What it waits for now; null = nothing. */
  readonly waitingOn?: WaitingOn | null;
  /** What each awaited step cost, in order. */
  readonly timings?: readonly StepTiming[];
  readonly time?: TimeSplit;
  /** Its moid since a recovery added it to its cluster again; `host` stays as planned. */
  readonly readdedAs?: string;
}

/** One awaited piece of work by the worker's clock, milliseconds since the epoch. */
export interface StepTiming {
  readonly step: string;
  readonly startedAtMs: number;
  readonly noticedAtMs: number;
}

/** One line of a run's story, written to the records exactly once per `(workflowId, seq)`. */
export interface RunEvent {
  readonly runId: string;
  readonly workflowId: string;
  /** Counts from 1 in its workflow, across continue-as-new. */
  readonly seq: number;
  readonly at: string;
  /** `run.started`, `gate.opened`, `tier.ended`, `host.phase`, `waiting`, `debt`… */
  readonly type: string;
  readonly subject: string;
  /** Sentence for people. */
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
}
