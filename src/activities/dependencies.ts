import type { Durations } from '../domain/durations.js';
import type { BlobStorePort, RecordsPort } from '../ports/records.js';
import type { VSpherePorts } from '../ports/vsphere.js';

/** What the vSphere activities of one worker need. */
export interface VSphereDependencies {
  readonly vsphere: VSpherePorts;
  readonly blobs: BlobStorePort;
  /** How many times faster than the wall clock the estate's time runs; 1 in production. */
  readonly timeScale: number;
  /** Times between two looks; absent = defaults. */
  readonly durations?: Durations;
}

/** What the activities of the orchestration zone need. */
export interface RecordsDependencies {
  readonly records: RecordsPort;
  readonly blobs: BlobStorePort;
  /** Times that forecasts add up; absent = defaults. */
  readonly durations?: Durations;
  /** How long after its upgrade a host may still be rolled back; absent = the default. @rule DG-5 */
  readonly rollbackWindowHours?: number;
}
