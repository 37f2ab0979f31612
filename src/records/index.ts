import type { ApiRecordsPort } from '../ports/api-records.js';
import { createCatalogue } from './catalogue.js';
import { openDatabase } from './database.js';
import { createEvidence } from './evidence.js';
import { createPeople } from './people.js';
import { createRequests } from './requests.js';
import { createRuns } from './runs.js';
import { createStory } from './story.js';
import { createWaivers } from './waivers.js';

export { createBlobStore } from './blob-store.js';

/** Opens the embedded records database. Several processes may have the same file open. */
export async function createRecords({ file }: { readonly file: string }): Promise<ApiRecordsPort> {
  const database = await openDatabase(file);
  return {
    ...createCatalogue(database),
    ...createRuns(database),
    ...createStory(database),
    ...createEvidence(database),
    ...createPeople(database),
    ...createRequests(database),
    ...createWaivers(database),

    async isWritable() {
      try {
        const at = new Date().toISOString();
        await database.db
          .insertInto('probe')
          .values({ id: 1, at })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
          .execute();
        return true;
      } catch {
        return false;
      }
    },
    close: () => database.close(),
  };
}
