import type { Durations } from '../../domain/durations.js';
import type { Estate } from '../../domain/model/estate.js';
import type { Control, UnitContext } from '../context.js';
import type { CarriedRun } from '../run.js';

/** What the API starts `runOperation` with. */
export interface RunOperationInput {
  readonly runId: string;
  readonly estate: Estate;
  readonly planHash: string;
  readonly requestedBy: string;
  readonly reason: string;
  /** Estate seconds per real second; 1 in production. */
  readonly timeScale: number;
  /** Times and limits of the service's configuration; absent = defaults. */
  readonly durations?: Durations;
  /** See `RunContext`; tests only. */
  readonly continueAfterEvents?: number;
  /** What earlier histories of this run know; set by continue-as-new only. */
  readonly carried?: CarriedRun;
}

/** What the workflow of every kind of operation is started with. */
export interface OperationInput {
  /** With the Trust Authority vCenter as its own. */
  readonly context: UnitContext;
  readonly estate: Estate;
  /** As in the plan: what it is about. */
  readonly subject: string;
  readonly control: Control;
  /** The run wants to be told of the end by signal. */
  readonly tellsEnd?: boolean;
}
