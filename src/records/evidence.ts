import { sql } from 'kysely';
import type { LedgerRow } from '../domain/model/inventory.js';
import type { ArchivedImage, ConfigurationArchive, RecordsPort } from '../ports/records.js';
import type { Database } from './database.js';

type Evidence = Pick<
  RecordsPort,
  | 'putLedger'
  | 'readLedger'
  | 'putArchivedImage'
  | 'listArchivedImages'
  | 'putConfigurationArchive'
  | 'listConfigurationArchives'
  | 'newestConfigurationArchive'
>;

/** Attestation ledger and archive index. @rule DG-3, DG-11, BAK-1, BAK-3 */
export function createEvidence({ db, atomically }: Database): Evidence {
  return {
    async putLedger(estate, rows) {
      const writes = rows.map((row) =>
        db
          .insertInto('ledger')
          .values({
            estate,
            vcenter: row.host.vcenter,
            moid: row.host.moid,
            at: row.at,
            row: JSON.stringify(row),
          })
          .onConflict((conflict) =>
            conflict
              .columns(['estate', 'vcenter', 'moid'])
              .doUpdateSet({ at: row.at, row: JSON.stringify(row) })
              // A repeated write of an older observation changes nothing.
              .where(sql<boolean>`excluded.at >= ledger.at`),
          )
          .compile(),
      );
      await atomically(writes);
    },

    async readLedger(estate) {
      const rows = await db
        .selectFrom('ledger')
        .select('row')
        .where('estate', '=', estate)
        .orderBy('vcenter')
        .orderBy('moid')
        .execute();
      return rows.map(({ row }) => JSON.parse(row) as LedgerRow);
    },

    async putArchivedImage(image) {
      const { estate, version, hash } = image;
      await db
        .insertInto('archived_images')
        .values({ estate, version, hash, image: JSON.stringify(image) })
        .onConflict((conflict) => conflict.columns(['estate', 'version', 'hash']).doNothing())
        .execute();
    },

    async listArchivedImages(estate) {
      const rows = await db
        .selectFrom('archived_images')
        .select('image')
        .where('estate', '=', estate)
        .orderBy('version')
        .orderBy('hash')
        .execute();
      return rows.map(({ image }) => JSON.parse(image) as ArchivedImage);
    },

    /** The same settings archived again are the same archive, seen again later. */
    async putConfigurationArchive({ estate, hash, at, notArchivable }) {
      const values = { at, not_archivable: JSON.stringify(notArchivable) };
      await db
        .insertInto('configuration_archives')
        .values({ estate, hash, ...values })
        .onConflict((conflict) =>
          conflict
            .columns(['estate', 'hash'])
            .doUpdateSet(values)
            .where(sql<boolean>`excluded.at >= configuration_archives.at`),
        )
        .execute();
    },

    listConfigurationArchives: (estate) => archivesOf(estate),

    newestConfigurationArchive: async (estate) => (await archivesOf(estate, 1))[0],
  };

  async function archivesOf(estate: string, limit?: number): Promise<ConfigurationArchive[]> {
    const all = db.selectFrom('configuration_archives').selectAll().where('estate', '=', estate);
    const ordered = all.orderBy('at', 'desc').orderBy('hash');
    const rows = await (limit === undefined ? ordered : ordered.limit(limit)).execute();
    return rows.map(({ hash, at, not_archivable }) => ({
      estate,
      hash,
      at,
      notArchivable: JSON.parse(not_archivable) as string[],
    }));
  }
}
