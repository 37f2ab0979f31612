import type { Generated } from 'kysely';

/** Tables of the records database; JSON columns hold domain values as they were written. */
export interface Tables {
  estates: { name: string; text: string; hash: string; registered_by: string; registered_at: string };
  plans: {
    position: Generated<number>;
    hash: string;
    estate: string;
    created_by: string;
    created_at: string;
    blockers: number;
    warnings: number;
    inventory_hash: string;
    operation: string | null;
  };
  runs: {
    position: Generated<number>;
    run_id: string;
    estate: string;
    plan_hash: string;
    requested_by: string;
    requested_at: string;
    state: string;
    status: string;
    report_hash: string | null;
  };
  /** `position` is the number of arrival, over all runs. */
  events: {
    position: Generated<number>;
    run_id: string;
    workflow_id: string;
    seq: number;
    at: string;
    type: string;
    subject: string;
    text: string;
    data: string | null;
  };
  host_progress: {
    run_id: string;
    vcenter: string;
    moid: string;
    cluster: string;
    name: string;
    progress: string;
  };
  ledger: { estate: string; vcenter: string; moid: string; at: string; row: string };
  archived_images: { estate: string; version: string; hash: string; image: string };
  configuration_archives: { estate: string; hash: string; at: string; not_archivable: string };
  audit: {
    position: Generated<number>;
    id: string;
    at: string;
    who: string;
    what: string;
    subject: string;
    detail: string;
  };
  users: { name: string; roles: string; token_hash: string; created_at: string };
  surveys: { estate: string; inventory_hash: string; read_at: string; requested_by: string };
  keyed_requests: {
    user: string;
    key: string;
    request_hash: string;
    at: string;
    status: number | null;
    body_hash: string | null;
  };
  waivers: { estate: string; id: string; waiver: string };
  probe: { id: number; at: string };
}
