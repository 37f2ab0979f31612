import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { libsql } from '@libsql/kysely-libsql';
import { createRecords } from '../../../src/records/index.js';
import { aHostProgress, aRunEvent } from '../../support/run-builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
const WRITER = fileURLToPath(new URL('../../support/records/writer.ts', import.meta.url));

const write = (file: string, name: string, count: number) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', WRITER, file, name, String(count)]);

it('several processes create, migrate and write one file at the same time, and nothing is lost or doubled', async () => {
  const file = join(await folder(), 'records.db');
  const names = ['one', 'two', 'three'];
  const writing = Promise.all(names.map((name) => write(file, name, 60)));
  const records = await createRecords({ file });
  for (let seq = 1; seq <= 60; seq++) await records.appendEvents([aRunEvent(seq, { workflowId: 'here' })]);
  await writing;

  const events = await records.readEvents('run-1', 0, 1_000);
  await records.close();
  for (const name of [...names, 'here']) {
    const seqs = events.filter(({ workflowId }) => workflowId === name).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  }
});

it('a reader that follows positions sees every event although two connections write', async () => {
  const file = join(await folder(), 'records.db');
  const [a, b, reader] = await Promise.all([1, 2, 3].map(() => createRecords({ file })));
  if (!a || !b || !reader) throw new Error('three connections');
  let writing = true;
  const followed: string[] = [];
  const follow = async (): Promise<void> => {
    let after = 0;
    for (;;) {
      const last = !writing;
      const events = await reader.readEvents('run-1', after, 7);
      followed.push(...events.map(({ workflowId, seq }) => `${workflowId}#${seq}`));
      after = events.at(-1)?.position ?? after;
      if (last && events.length === 0) return;
      await new Promise((resume) => setImmediate(resume));
    }
  };
  const following = follow();
  const from = async (records: typeof a, workflowId: string): Promise<void> => {
    for (let seq = 1; seq <= 100; seq++) {
      await records.appendEvents([aRunEvent(seq, { workflowId })]);
      await records.putHostProgress('run-1', aHostProgress({ [workflowId]: seq }));
    }
  };
  await Promise.all([from(a, 'startedAt'), from(b, 'endedAt')]);
  writing = false;
  await following;
  expect(new Set(followed).size).toBe(200);
  expect(followed).toHaveLength(200);
  // Fields of two writers end in one line; neither overwrote the other's.
  expect(await reader.listHostProgress('run-1')).toEqual([
    aHostProgress({ startedAt: 100, endedAt: 100 } as never),
  ]);
  await Promise.all([a.close(), b.close(), reader.close()]);
});

it('a write outlasts a lock that somebody holds for longer than SQLite waits, and so do those after it', async () => {
  const file = join(await folder(), 'records.db');
  const records = await createRecords({ file });
  const holder = libsql.createClient({ url: pathToFileURL(file).href });
  const lock = await holder.transaction('write');
  const writes = Promise.all([1, 2, 3].map((seq) => records.appendEvents([aRunEvent(seq)])));
  // Runs once the first write has given up waiting inside SQLite and waits outside.
  setTimeout(() => void lock.commit(), 10);
  await writes;
  await records.appendEvents([aRunEvent(4)]);
  expect(await records.readEvents('run-1', 0, 10)).toHaveLength(4);
  expect(await records.isWritable()).toBe(true);
  await records.close();
  holder.close();
});
