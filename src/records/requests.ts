import { sql } from 'kysely';
import type { ApiRecordsPort } from '../ports/api-records.js';
import type { Database } from './database.js';

type Requests = Pick<ApiRecordsPort, 'putSurvey' | 'newestSurvey' | 'claimKey' | 'answerKey'>;

/** What the API remembers of requests: the newest survey, idempotency keys with their answers. */
export function createRequests({ db }: Database): Requests {
  return {
    async putSurvey({ estate, inventoryHash, readAt, requestedBy }) {
      const values = { inventory_hash: inventoryHash, read_at: readAt, requested_by: requestedBy };
      await db
        .insertInto('surveys')
        .values({ estate, ...values })
        .onConflict((conflict) =>
          conflict
            .column('estate')
            .doUpdateSet(values)
            .where(sql<boolean>`excluded.read_at >= surveys.read_at`),
        )
        .execute();
    },

    async newestSurvey(estate) {
      const row = await db.selectFrom('surveys').selectAll().where('estate', '=', estate).executeTakeFirst();
      return (
        row && {
          estate,
          inventoryHash: row.inventory_hash,
          readAt: row.read_at,
          requestedBy: row.requested_by,
        }
      );
    },

    async claimKey({ user, key, requestHash, at }) {
      await db
        .insertInto('keyed_requests')
        .values({ user, key, request_hash: requestHash, at, status: null, body_hash: null })
        .onConflict((conflict) => conflict.columns(['user', 'key']).doNothing())
        .execute();
      const row = await db
        .selectFrom('keyed_requests')
        .selectAll()
        .where('user', '=', user)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      return {
        user,
        key,
        requestHash: row.request_hash,
        at: row.at,
        ...(row.status === null || row.body_hash === null
          ? {}
          : { answer: { status: row.status, bodyHash: row.body_hash } }),
      };
    },

    async answerKey(user, key, { status, bodyHash }) {
      await db
        .updateTable('keyed_requests')
        .set({ status, body_hash: bodyHash })
        .where('user', '=', user)
        .where('key', '=', key)
        .where('status', 'is', null)
        .execute();
    },
  };
}
