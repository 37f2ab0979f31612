import type { EstateInventory, LedgerRow, Unreadable } from '../model/inventory.js';
import type { TaskList } from '../model/running-task.js';
import type { EvidenceTable } from '../operations/model.js';
import type { ServicesReading } from '../operations/restart-services/reading.js';

/** What vCenter says about one host, or about itself: failed tasks, events, attestation messages, each with its time. */
export interface Messages {
  readonly subject: string;
  readonly lines: readonly string[];
}

/** Everything that was read for a diagnosis; what did not answer is in `unreadable`. */
export interface DiagnosisFacts {
  readonly estate: string;
  /** Name of the host it is about; absent = the whole estate. */
  readonly host?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly authority?: EstateInventory['authority'];
  readonly trusted: EstateInventory['trusted'];
  readonly services?: ServicesReading;
  readonly ledger: readonly LedgerRow[];
  readonly tasks: readonly TaskList[];
  readonly messages: readonly Messages[];
  readonly unreadable: readonly Unreadable[];
}

/** The evidence in one document without secrets. */
export interface DiagnosisBundle {
  readonly schema: 1;
  readonly estate: string;
  readonly host?: string;
  readonly at: string;
  readonly tables: readonly EvidenceTable[];
  readonly messages: readonly Messages[];
  readonly unreadable: readonly Unreadable[];
}
