import type { BlobStorePort, RecordsPort } from '../ports/records.js';
import type { VSpherePorts } from '../ports/vsphere.js';

/** What the vSphere activities of one worker need. */
export interface VSphereDependencies {
  readonly vsphere: VSpherePorts;
  readonly blobs: BlobStorePort;
  /** How many times faster than the wall clock the estate's time runs; 1 in production. */
  readonly timeScale: number;
}

/** What the activities of the orchestration zone need. */
export interface RecordsDependencies {
  readonly records: RecordsPort;
  readonly blobs: BlobStorePort;
}
