import type { Debt, GateStatus, HostProgress, Residue, RunState, StepStatus, TierStatus } from './run.js';
import type { TimeSplit } from './time-split.js';
import type { EsxVersion } from './version.js';

/** Temporal's part in one workflow: actions are activities, timers, children, updates, signals and markers started. */
export interface WorkflowFigures {
  readonly workflowId: string;
  readonly type: string;
  readonly actions: number;
  readonly historyEvents: number;
}

/** The run report: stored by hash, shown by API and CLI. */
export interface RunReport {
  readonly schema: 1;
  readonly runId: string;
  readonly estate: string;
  readonly planHash: string;
  readonly requestedBy: string;
  readonly state: RunState;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly tiers: readonly TierStatus[];
  /** Kind of the operation, and its steps; absent = an upgrade. */
  readonly operation?: string;
  readonly steps?: readonly StepStatus[];
  readonly gates: readonly GateStatus[];
  readonly hosts: readonly HostProgress[];
  /** vTA services of the TA hosts of the run: as new as their ESXi (SVC-1). Absent = the run had none in hand. */
  readonly services?: readonly { readonly host: string; readonly version: EsxVersion }[];
  readonly debts: readonly Debt[];
  /** Absent when the run reached its end. */
  readonly residue?: readonly Residue[];
  /** Where the time went. */
  readonly time?: TimeSplit;
  readonly temporal: {
    readonly workflows: readonly WorkflowFigures[];
    readonly actionsPerTrustedHost: { readonly max: number; readonly mean: number };
    readonly longestHistory: number;
  };
}
