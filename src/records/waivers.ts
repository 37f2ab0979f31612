import type { Waiver } from '../domain/model/waiver.js';
import type { RecordsPort } from '../ports/records.js';
import type { Database } from './database.js';

type Waivers = Pick<RecordsPort, 'putWaiver' | 'removeWaiver' | 'listWaivers'>;

/** Which blockers of preflight somebody has taken the responsibility for. Who removed one is in the audit trail. */
export function createWaivers({ db }: Database): Waivers {
  return {
    async putWaiver(waiver) {
      const { estate, id } = waiver;
      await db
        .insertInto('waivers')
        .values({ estate, id, waiver: JSON.stringify(waiver) })
        .onConflict((conflict) => conflict.columns(['estate', 'id']).doNothing())
        .execute();
    },

    async removeWaiver(estate, id) {
      const removed = await db
        .deleteFrom('waivers')
        .where('estate', '=', estate)
        .where('id', '=', id)
        .returning('id')
        .execute();
      return removed.length > 0;
    },

    async listWaivers(estate) {
      const rows = await db
        .selectFrom('waivers')
        .select('waiver')
        .where('estate', '=', estate)
        .orderBy('id')
        .execute();
      return rows.map(({ waiver }) => JSON.parse(waiver) as Waiver);
    },
  };
}
