import { sql, type Selectable } from 'kysely';
import { FINAL_RUN_STATES } from '../domain/model/run.js';
import type { ApiRecordsPort } from '../ports/api-records.js';
import { readPayload, RunStatusPayload } from '../ports/payloads/index.js';
import type { RunRecord } from '../ports/records.js';
import { decodeCursor, pageFrom } from './cursor.js';
import type { Database } from './database.js';
import type { Tables } from './schema.js';

type Runs = Pick<ApiRecordsPort, 'putRun' | 'getRun' | 'listRuns' | 'discardRun'>;

/** Runs with the last status that was written. */
export function createRuns({ db }: Database): Runs {
  const final = sql.join(FINAL_RUN_STATES.map((state) => sql.lit(state)));
  // A write that was delayed, or repeated late, must not wake a run that has ended.
  const keeps = sql`(runs.state in (${final}) and excluded.state not in (${final}))`;
  return {
    async putRun(run) {
      await db
        .insertInto('runs')
        .values({
          run_id: run.runId,
          estate: run.estate,
          plan_hash: run.planHash,
          requested_by: run.requestedBy,
          requested_at: run.requestedAt,
          state: run.status.state,
          status: JSON.stringify(run.status),
          report_hash: run.reportHash ?? null,
        })
        .onConflict((conflict) =>
          conflict.column('run_id').doUpdateSet({
            state: sql`case when ${keeps} then runs.state else excluded.state end`,
            status: sql`case when ${keeps} then runs.status else excluded.status end`,
            report_hash: sql`coalesce(excluded.report_hash, runs.report_hash)`,
          }),
        )
        .execute();
    },

    async getRun(runId) {
      const row = await db.selectFrom('runs').selectAll().where('run_id', '=', runId).executeTakeFirst();
      return row && toRun(row);
    },

    async listRuns(estate, { limit, after }) {
      let query = db
        .selectFrom('runs')
        .selectAll()
        .orderBy('position', 'desc')
        .limit(limit + 1);
      if (estate !== undefined) query = query.where('estate', '=', estate);
      if (after !== undefined) query = query.where('position', '<', decodeCursor(after));
      return pageFrom(await query.execute(), limit, toRun);
    },

    async discardRun(runId) {
      await db
        .deleteFrom('runs')
        .where('run_id', '=', runId)
        .where('state', '=', 'starting')
        .where((has) =>
          has.not(has.exists(has.selectFrom('events').select('position').where('run_id', '=', runId))),
        )
        .execute();
    },
  };
}

function toRun(row: Selectable<Tables['runs']>): RunRecord {
  return {
    runId: row.run_id,
    estate: row.estate,
    planHash: row.plan_hash,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    status: readPayload(`the stored status of run ${row.run_id}`, RunStatusPayload, JSON.parse(row.status)),
    ...(row.report_hash === null ? {} : { reportHash: row.report_hash }),
  };
}
