import type { Debt } from '../model/run.js';

/** How an operation's workflow ends; the run that began it tells its people. */
export interface OperationEnd {
  readonly state: 'done' | 'rejected' | 'aborted' | 'failed';
  /** One sentence for people. */
  readonly text: string;
  /** What it leaves open. */
  readonly debts: readonly Debt[];
}
