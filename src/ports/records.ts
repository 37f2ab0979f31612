import type { LedgerRow } from '../domain/model/inventory.js';
import type { HostProgress, RunEvent, RunStatus } from '../domain/model/run.js';
import type { EsxVersion } from '../domain/model/version.js';
import type { Waiver } from '../domain/model/waiver.js';

/** Content-addressed store: what is too large for a payload travels by its SHA-256 (hex). */
export interface BlobStorePort {
  put(bytes: Uint8Array): Promise<string>;
  /** Checks the hash on every read. @throws when absent or when the content does not match */
  get(hash: string): Promise<Uint8Array>;
}

export interface EstateRecord {
  readonly name: string;
  /** The estate file as it was registered. */
  readonly text: string;
  readonly hash: string;
  readonly registeredBy: string;
  readonly registeredAt: string;
}

export interface PlanRecord {
  readonly hash: string;
  readonly estate: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly blockers: number;
  readonly warnings: number;
  /** The inventory it was made from, in the blob store. */
  readonly inventoryHash: string;
  /** Kind of the operation; absent = an upgrade. */
  readonly operation?: string;
}

export interface RunRecord {
  readonly runId: string;
  readonly estate: string;
  readonly planHash: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  /** Last status written by the run; the running workflow knows better. */
  readonly status: RunStatus;
  readonly reportHash?: string;
}

export interface ArchivedImage {
  readonly estate: string;
  readonly version: EsxVersion;
  /** SHA-256 of the `.tgz`, also its key in the blob store. */
  readonly hash: string;
  readonly bytes: number;
  readonly sourceHost: string;
  readonly exportedAt: string;
  readonly quickBooted: boolean;
  readonly notice?: string;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface ConfigurationArchive {
  readonly estate: string;
  readonly hash: string;
  readonly at: string;
  readonly notArchivable: readonly string[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque cursor of the next page; absent on the last. */
  readonly next?: string;
}

/**
 * What must outlive Temporal's retention, and what lists are read from. Every write is idempotent: the same key
 * written twice is one record, so that activities may be retried.
 */
export interface RecordsPort {
  putEstate(estate: EstateRecord): Promise<void>;
  getEstate(name: string): Promise<EstateRecord | undefined>;
  listEstates(): Promise<readonly EstateRecord[]>;

  putPlan(plan: PlanRecord): Promise<void>;
  getPlan(hash: string): Promise<PlanRecord | undefined>;
  listPlans(estate: string | undefined, page: { limit: number; after?: string }): Promise<Page<PlanRecord>>;

  putRun(run: RunRecord): Promise<void>;
  getRun(runId: string): Promise<RunRecord | undefined>;
  listRuns(estate: string | undefined, page: { limit: number; after?: string }): Promise<Page<RunRecord>>;

  /** Key: `(workflowId, seq)` within the run. */
  appendEvents(events: readonly RunEvent[]): Promise<void>;
  /** In order of arrival; `after` is the arrival number of the last one seen. */
  readEvents(
    runId: string,
    after: number,
    limit: number,
  ): Promise<readonly (RunEvent & { readonly position: number })[]>;
  /** Key: run and host. A later write replaces the fields it names and keeps the others. */
  putHostProgress(runId: string, progress: HostProgress): Promise<void>;
  listHostProgress(runId: string): Promise<readonly HostProgress[]>;

  putLedger(estate: string, rows: readonly LedgerRow[]): Promise<void>;
  readLedger(estate: string): Promise<readonly LedgerRow[]>;

  putArchivedImage(image: ArchivedImage): Promise<void>;
  listArchivedImages(estate: string): Promise<readonly ArchivedImage[]>;
  putConfigurationArchive(archive: ConfigurationArchive): Promise<void>;
  /** Last confirmed first. */
  listConfigurationArchives(estate: string): Promise<readonly ConfigurationArchive[]>;
  newestConfigurationArchive(estate: string): Promise<ConfigurationArchive | undefined>;

  /** Key: estate and ID; the first one stays. */
  putWaiver(waiver: Waiver): Promise<void>;
  /** Answers whether there was one. */
  removeWaiver(estate: string, id: string): Promise<boolean>;
  /** Those of the estate that nobody has removed, expired ones too; by ID. */
  listWaivers(estate: string): Promise<readonly Waiver[]>;

  appendAudit(entry: AuditEntry): Promise<void>;
  listAudit(page: { limit: number; after?: string }): Promise<Page<AuditEntry>>;

  putUser(user: UserRecord): Promise<void>;
  findUserByTokenHash(tokenHash: string): Promise<UserRecord | undefined>;
  listUsers(): Promise<readonly UserRecord[]>;

  /** Answers whether the database can be written now. */
  isWritable(): Promise<boolean>;
  close(): Promise<void>;
}

export type Role = 'viewer' | 'operator' | 'approver';

export interface UserRecord {
  readonly name: string;
  readonly roles: readonly Role[];
  /** SHA-256 (hex) of the bearer token; the token itself is shown once and never stored. */
  readonly tokenHash: string;
  readonly createdAt: string;
}
