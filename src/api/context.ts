import type { Logger } from '../observability/index.js';
import type { ApiRecordsPort } from '../ports/api-records.js';
import type { EnginePort } from '../ports/engine.js';
import type { BlobStorePort } from '../ports/records.js';

/** What the API works with. */
export interface ApiOptions {
  readonly records: ApiRecordsPort;
  readonly blobs: BlobStorePort;
  readonly engine: EnginePort;
  readonly logger: Logger;
  /** Version of the service. */
  readonly version: string;
  readonly clock: () => Date;
  /** Milliseconds between two looks for new events, per open stream. */
  readonly streamPollMs?: number;
  /** Milliseconds of silence after which a stream sends a comment, so that proxies keep it open. */
  readonly heartbeatMs?: number;
}
