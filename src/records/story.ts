import { sql, type RawBuilder } from 'kysely';
import type { HostProgress, RunEvent } from '../domain/model/run.js';
import { HostProgressPayload, readPayload, RunEventPayload } from '../ports/payloads/index.js';
import type { RecordsPort } from '../ports/records.js';
import type { Database } from './database.js';

type Story = Pick<RecordsPort, 'appendEvents' | 'readEvents' | 'putHostProgress' | 'listHostProgress'>;

/** What happened in a run: its events and the line of each host. */
export function createStory({ db, atomically }: Database): Story {
  return {
    async appendEvents(events) {
      const inserts = events.map((event) =>
        db
          .insertInto('events')
          .values({
            run_id: event.runId,
            workflow_id: event.workflowId,
            seq: event.seq,
            at: event.at,
            type: event.type,
            subject: event.subject,
            text: event.text,
            data: event.data === undefined ? null : JSON.stringify(event.data),
          })
          .onConflict((conflict) => conflict.columns(['run_id', 'workflow_id', 'seq']).doNothing())
          .compile(),
      );
      await atomically(inserts);
    },

    async readEvents(runId, after, limit) {
      const rows = await db
        .selectFrom('events')
        .selectAll()
        .where('run_id', '=', runId)
        .where('position', '>', after)
        .orderBy('position')
        .limit(limit)
        .execute();
      return rows.map(({ run_id, workflow_id, data, position, ...row }) => {
        const event = {
          ...row,
          runId: run_id,
          workflowId: workflow_id,
          ...(data === null ? {} : { data: JSON.parse(data) as unknown }),
        };
        const what = `event ${row.seq} of ${workflow_id}`;
        return { ...readPayload<RunEvent>(what, RunEventPayload, event), position };
      });
    },

    async putHostProgress(runId, progress) {
      const { host, cluster } = progress;
      await db
        .insertInto('host_progress')
        .values({
          run_id: runId,
          vcenter: host.vcenter,
          moid: host.moid,
          cluster,
          name: host.name,
          progress: JSON.stringify(progress),
        })
        .onConflict((conflict) =>
          conflict.columns(['run_id', 'vcenter', 'moid']).doUpdateSet({
            cluster,
            name: host.name,
            progress: fieldsReplaced(progress),
          }),
        )
        .execute();
    },

    async listHostProgress(runId) {
      const rows = await db
        .selectFrom('host_progress')
        .select(['name', 'progress'])
        .where('run_id', '=', runId)
        .orderBy('vcenter')
        .orderBy('cluster')
        .orderBy('name')
        .execute();
      return rows.map(({ name, progress }) =>
        readPayload(`the line of host ${name}`, HostProgressPayload, JSON.parse(progress)),
      );
    },
  };
}

/** Replaces the named fields whole, in one statement: two workers may write the same line at once. */
function fieldsReplaced(progress: HostProgress): RawBuilder<string> {
  const named = Object.entries(progress).filter(([, value]) => value !== undefined);
  const changes = named.map(([field, value]) => sql`, ${`$.${field}`}, json(${JSON.stringify(value)})`);
  return sql<string>`json_set(host_progress.progress${sql.join(changes, sql``)})`;
}
