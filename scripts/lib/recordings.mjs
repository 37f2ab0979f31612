import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './lock.mjs';

/** An empty folder for what the labs of this run see on the wire; those of runs that are over are removed. */
export async function makeRecordingsFolder(project) {
  const all = join(project, '.var', 'wire');
  const own = join(all, String(process.pid));
  await mkdir(all, { recursive: true });
  const over = (await readdir(all)).filter((run) => !isAlive(Number(run)));
  await Promise.all(
    [...over.map((run) => join(all, run)), own].map((run) => rm(run, { recursive: true, force: true })),
  );
  await mkdir(own);
  return own;
}
