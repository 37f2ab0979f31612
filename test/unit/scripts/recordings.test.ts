import { describe, expect, it } from '@jest/globals';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryFolder, loadScript } from '../../support/scripts.js';

type MakeRecordingsFolder = (project: string) => Promise<string>;
const { makeRecordingsFolder } = await loadScript<{ makeRecordingsFolder: MakeRecordingsFolder }>(
  'recordings.mjs',
);

describe('the folder for wire logs of a run of the tests', () => {
  it('is empty; runs that are over are cleared away, others are left alone', () =>
    inTemporaryFolder(async (project) => {
      const all = join(project, '.var', 'wire');
      // No process has the first number; this one's parent is running.
      const runs = ['4194399', String(process.ppid), String(process.pid)];
      for (const run of runs) {
        await mkdir(join(all, run), { recursive: true });
        await writeFile(join(all, run, 'demo.jsonl'), '');
      }
      const own = await makeRecordingsFolder(project);
      expect(own).toBe(join(all, String(process.pid)));
      expect(await readdir(own)).toEqual([]);
      expect((await readdir(all)).toSorted()).toEqual([String(process.pid), String(process.ppid)].toSorted());
    }));
});
