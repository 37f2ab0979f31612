import type { Estate } from '../model/estate.js';
import type { EstateInventory } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';

/** A base-image file in the archive. */
export interface ArchivedImageFact {
  readonly version: EsxVersion;
  /** SHA-256, hex; its key in the content-addressed store. */
  readonly hash: string;
  readonly bytes: number;
  readonly sourceHost: string;
  /** ISO 8601. */
  readonly exportedAt: string;
  readonly quickBooted: boolean;
}

/** Everything a planner knows. It reads nothing else and has no clock. */
export interface OperationFacts {
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly estate: Estate;
  /** Both sides as they were just read; what did not answer is in `unreadable`, and blocks the plan. */
  readonly inventory: EstateInventory;
  readonly archivedImages: readonly ArchivedImageFact[];
  /** What the kind's own reading found, by name. */
  readonly extras: Readonly<Record<string, unknown>>;
}
