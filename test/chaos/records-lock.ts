import { pathToFileURL } from 'node:url';
import { libsql } from '@libsql/kysely-libsql';

/**
 * Takes the write lock of a records database, as a backup tool in another process would: readers go on, writers find it
 * busy.
 *
 * @returns releases it
 */
export async function lockRecords(file: string): Promise<() => Promise<void>> {
  const client = libsql.createClient({ url: pathToFileURL(file).href });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.execute('begin immediate');
      break;
    } catch (error) {
      // The product itself may be writing; that is over in a moment.
      if (attempt === MOST_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return async () => {
    await client.execute('rollback').catch(() => undefined);
    client.close();
  };
}

const MOST_ATTEMPTS = 250;
