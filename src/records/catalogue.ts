import type { Kysely, Selectable } from 'kysely';
import type { Page, PlanRecord, RecordsPort } from '../ports/records.js';
import { decodeCursor, pageFrom } from './cursor.js';
import type { Database } from './database.js';
import type { Tables } from './schema.js';

type Catalogue = Pick<
  RecordsPort,
  'putEstate' | 'getEstate' | 'listEstates' | 'putPlan' | 'getPlan' | 'listPlans'
>;

/** Estates and plans. */
export function createCatalogue({ db }: Database): Catalogue {
  return {
    async putEstate({ name, text, hash, registeredBy, registeredAt }) {
      const values = { text, hash, registered_by: registeredBy, registered_at: registeredAt };
      await db
        .insertInto('estates')
        .values({ name, ...values })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
        .execute();
    },

    async getEstate(name) {
      const row = await db.selectFrom('estates').selectAll().where('name', '=', name).executeTakeFirst();
      return row && toEstate(row);
    },

    async listEstates() {
      const rows = await db.selectFrom('estates').selectAll().orderBy('name').execute();
      return rows.map((row) => toEstate(row));
    },

    /** A plan is immutable, and so is its record: the first one stays. */
    async putPlan(plan) {
      await db
        .insertInto('plans')
        .values({
          hash: plan.hash,
          estate: plan.estate,
          created_by: plan.createdBy,
          created_at: plan.createdAt,
          blockers: plan.blockers,
          warnings: plan.warnings,
          inventory_hash: plan.inventoryHash,
          operation: plan.operation ?? null,
        })
        .onConflict((conflict) => conflict.column('hash').doNothing())
        .execute();
    },

    async getPlan(hash) {
      const row = await db.selectFrom('plans').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row && toPlan(row);
    },

    listPlans: (estate, page) => listPlans(db, estate, page),
  };
}

async function listPlans(
  db: Kysely<Tables>,
  estate: string | undefined,
  { limit, after }: { limit: number; after?: string },
): Promise<Page<PlanRecord>> {
  let query = db
    .selectFrom('plans')
    .selectAll()
    .orderBy('position', 'desc')
    .limit(limit + 1);
  if (estate !== undefined) query = query.where('estate', '=', estate);
  if (after !== undefined) query = query.where('position', '<', decodeCursor(after));
  return pageFrom(await query.execute(), limit, toPlan);
}

function toEstate(row: Selectable<Tables['estates']>) {
  const { name, text, hash } = row;
  return { name, text, hash, registeredBy: row.registered_by, registeredAt: row.registered_at };
}

function toPlan(row: Selectable<Tables['plans']>): PlanRecord {
  return {
    hash: row.hash,
    estate: row.estate,
    createdBy: row.created_by,
    createdAt: row.created_at,
    blockers: row.blockers,
    warnings: row.warnings,
    inventoryHash: row.inventory_hash,
    ...(row.operation === null ? {} : { operation: row.operation }),
  };
}
