import type { Estate } from '../../domain/model/estate.js';
import type { LedgerRow } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import type { Control, UnitContext } from '../context.js';

export interface UpgradeHostInput {
  readonly context: UnitContext;
  readonly step: HostStep;
  /** Frozen commit of the cluster's desired image. */
  readonly commit: string;
  readonly ledgerRow?: LedgerRow;
  readonly control: Control;
  /** Moids of the other hosts of the cluster that were in hand when this one began. */
  readonly inHand?: readonly string[];
  /** Of a Trust Authority host: what its recovery is planned from; absent = this run recovers none. */
  readonly estate?: Estate;
  /** How many of the cluster may be in hand at the same time, this one included; absent = 1. */
  readonly atOnce?: number;
}

/**
 * `left` = aborted or given up in the middle, `skipped` = by decision: the text says in which state the host was left.
 * A skipped host keeps its row of the ledger.
 */
export type HostResult =
  | { readonly result: 'done'; readonly ledgerRow: LedgerRow }
  | { readonly result: 'not-started' }
  | { readonly result: 'left'; readonly text: string }
  | { readonly result: 'skipped'; readonly text: string; readonly ledgerRow?: LedgerRow };
