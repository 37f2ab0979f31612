import type { Selectable } from 'kysely';
import type { AuditEntry, RecordsPort, Role, UserRecord } from '../ports/records.js';
import { decodeCursor, pageFrom } from './cursor.js';
import type { Database } from './database.js';
import type { Tables } from './schema.js';

type People = Pick<
  RecordsPort,
  'appendAudit' | 'listAudit' | 'putUser' | 'findUserByTokenHash' | 'listUsers'
>;

/** Who may do what, and who did what. */
export function createPeople({ db }: Database): People {
  return {
    /** Appends only: an entry that is there stays as it was first written. */
    async appendAudit({ id, at, who, what, subject, detail }) {
      await db
        .insertInto('audit')
        .values({ id, at, who, what, subject, detail: JSON.stringify(detail) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    async listAudit({ limit, after }) {
      let query = db
        .selectFrom('audit')
        .selectAll()
        .orderBy('position', 'desc')
        .limit(limit + 1);
      if (after !== undefined) query = query.where('position', '<', decodeCursor(after));
      return pageFrom(await query.execute(), limit, toAudit);
    },

    /** A second write is a new token: the old one is worth nothing from then on. */
    async putUser({ name, roles, tokenHash, createdAt }) {
      const values = { roles: JSON.stringify(roles), token_hash: tokenHash, created_at: createdAt };
      await db
        .insertInto('users')
        .values({ name, ...values })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
        .execute();
    },

    async findUserByTokenHash(tokenHash) {
      const row = await db
        .selectFrom('users')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row && toUser(row);
    },

    async listUsers() {
      const rows = await db.selectFrom('users').selectAll().orderBy('name').execute();
      return rows.map((row) => toUser(row));
    },
  };
}

function toAudit({ id, at, who, what, subject, detail }: Selectable<Tables['audit']>): AuditEntry {
  return { id, at, who, what, subject, detail: JSON.parse(detail) as AuditEntry['detail'] };
}

function toUser(row: Selectable<Tables['users']>): UserRecord {
  return {
    name: row.name,
    roles: JSON.parse(row.roles) as Role[],
    tokenHash: row.token_hash,
    createdAt: row.created_at,
  };
}
