/** One step of the schema's history. Published steps are never edited; a change is a new one. */
export interface Migration {
  readonly number: number;
  readonly statements: readonly string[];
}

export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    statements: [
      `create table estates (name text primary key, text text not null, hash text not null,
         registered_by text not null, registered_at text not null) strict`,
      `create table plans (position integer primary key autoincrement, hash text not null unique,
         estate text not null, created_by text not null, created_at text not null, blockers integer not null,
         warnings integer not null, inventory_hash text not null) strict`,
      `create table runs (position integer primary key autoincrement, run_id text not null unique,
         estate text not null, plan_hash text not null, requested_by text not null, requested_at text not null,
         state text not null, status text not null, report_hash text) strict`,
      // autoincrement: a position is never given twice, so a reader that has seen N has seen all up to N.
      `create table events (position integer primary key autoincrement, run_id text not null,
         workflow_id text not null, seq integer not null, at text not null, type text not null,
         subject text not null, text text not null, data text, unique (run_id, workflow_id, seq)) strict`,
      `create index events_of_run on events (run_id, position)`,
      `create table host_progress (run_id text not null, vcenter text not null, moid text not null,
         cluster text not null, name text not null, progress text not null,
         primary key (run_id, vcenter, moid)) strict`,
      `create table ledger (estate text not null, vcenter text not null, moid text not null, at text not null,
         row text not null, primary key (estate, vcenter, moid)) strict`,
      `create table archived_images (estate text not null, version text not null, hash text not null,
         image text not null, primary key (estate, version, hash)) strict`,
      `create table configuration_archives (estate text not null, hash text not null, at text not null,
         not_archivable text not null, primary key (estate, hash)) strict`,
      `create table audit (position integer primary key autoincrement, id text not null unique, at text not null,
         who text not null, what text not null, subject text not null, detail text not null) strict`,
      `create table users (name text primary key, roles text not null, token_hash text not null unique,
         created_at text not null) strict`,
      `create table surveys (estate text primary key, inventory_hash text not null, read_at text not null,
         requested_by text not null) strict`,
      `create table keyed_requests (user text not null, key text not null, request_hash text not null,
         at text not null, status integer, body_hash text, primary key (user, key)) strict`,
      `create table probe (id integer primary key, at text not null) strict`,
    ],
  },
  { number: 2, statements: [`alter table plans add column operation text`] },
  {
    number: 3,
    statements: [
      `create table waivers (estate text not null, id text not null, waiver text not null,
         primary key (estate, id)) strict`,
    ],
  },
];
