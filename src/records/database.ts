import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LibsqlDialect, libsql } from '@libsql/kysely-libsql';
import { Kysely, type CompiledQuery } from 'kysely';
import { MIGRATIONS } from './migrations.js';
import type { Tables } from './schema.js';

const SETTINGS = [
  // Milliseconds of waiting for another process's lock inside SQLite. It holds up this process, so it is short.
  'pragma busy_timeout = 250',
  // An audit entry that was acknowledged must survive a power cut.
  'pragma synchronous = full',
  // Readers do not wait for the writer and the other way round.
  'pragma journal_mode = wal',
];
/** How long a locked database is tried again before that is called a fault, in milliseconds. */
const PATIENCE_MS = 15_000;

export interface Database {
  readonly db: Kysely<Tables>;
  /**
   * All or nothing, on this connection. Kysely's own transactions are not used: the libSQL client answers each with
   * a further connection, which would not have our settings.
   */
  readonly atomically: (queries: readonly CompiledQuery[]) => Promise<void>;
  close(): Promise<void>;
}

/** Opens the file, creating it and its folder where missing, and brings its schema up to date. */
export async function openDatabase(file: string): Promise<Database> {
  await mkdir(dirname(resolve(file)), { recursive: true });
  const client = await patientClient(pathToFileURL(resolve(file)).href);
  await migrate(client);
  const db = new Kysely<Tables>({ dialect: new LibsqlDialect({ client }) });
  return {
    db,
    async atomically(queries) {
      if (queries.length === 0) return;
      await client.batch(
        queries.map(({ sql, parameters }) => ({ sql, args: parameters as libsql.InValue[] })),
        'write',
      );
    },
    async close() {
      await db.destroy();
      client.close();
    },
  };
}

/** Applies what is missing. Of several processes at once one succeeds per step; the others see its number and go on. */
async function migrate(client: libsql.Client): Promise<void> {
  await client.execute(
    'create table if not exists schema_version (number integer primary key, at text not null) strict',
  );
  for (const { number, statements } of MIGRATIONS) {
    if ((await versionOf(client)) >= number) continue;
    const claim = {
      sql: 'insert into schema_version values (?, ?)',
      args: [number, new Date().toISOString()],
    };
    try {
      await client.batch([claim, ...statements], 'write');
    } catch (error) {
      if ((await versionOf(client)) < number) throw error;
    }
  }
  const newest = MIGRATIONS.at(-1)?.number ?? 0;
  const found = await versionOf(client);
  if (found > newest) {
    throw new Error(
      `the records were written by a newer release (schema ${found}, this one knows ${newest})`,
    );
  }
}

async function versionOf(client: libsql.Client): Promise<number> {
  const { rows } = await client.execute('select coalesce(max(number), 0) as number from schema_version');
  return Number(rows[0]?.['number'] ?? 0);
}

/**
 * A client whose statements outlast another process's lock. A statement that SQLite refused as busy was not carried
 * out, but stays open in the driver and holds its old snapshot until it is collected; every later write would then
 * fail. So the connection is given up with it, and the statement is repeated on a new one.
 */
async function patientClient(url: string): Promise<libsql.Client> {
  let client = libsql.createClient({ url });
  let closed = false;
  const again = async <T>(attempt: (on: libsql.Client) => Promise<T>): Promise<T> => {
    const end = Date.now() + PATIENCE_MS;
    for (let wait = 5; ; wait = Math.min(wait * 2, 200)) {
      const used = client;
      try {
        return await attempt(used);
      } catch (error) {
        if (!isBusy(error) || Date.now() > end || closed) throw error;
        if (used === client) {
          client = libsql.createClient({ url });
          used.close();
          await configure(client);
        }
        await new Promise((resume) => setTimeout(resume, wait * (0.5 + Math.random())));
      }
    }
  };
  await again(configure);
  return {
    execute: (statement: libsql.InStatement) => again((on) => on.execute(statement)),
    batch: (statements: libsql.InStatement[], mode: libsql.TransactionMode) =>
      again((on) => on.batch(statements, mode)),
    close: () => {
      closed = true;
      client.close();
    },
  } as libsql.Client;
}

/** All at once: nothing of ours may use the connection before it is set up. */
async function configure(client: libsql.Client): Promise<void> {
  await Promise.all(SETTINGS.map((pragma) => client.execute(pragma)));
}

function isBusy(error: unknown): boolean {
  return error instanceof libsql.LibsqlError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
}
