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
