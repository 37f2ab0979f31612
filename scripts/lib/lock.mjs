import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './steps.mjs';

/** A live holder touches its lock this often; one that has not for much longer is gone, even if its pid was reused. */
const TOUCH_SECONDS = 10;
const ABANDONED_SECONDS = 120;

/**
 * Holds a lock over processes while `work` runs: a directory, because creating one is atomic on every file system.
 * A holder that was killed is recognised by its pid and replaced.
 *
 * @template T
 * @param {string} path directory that is the lock
 * @param {string} purpose told to whoever has to wait
 * @param {() => Promise<T>} work
 * @param {{ pollMilliseconds?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, purpose, work, { pollMilliseconds = 200 } = {}) {
  await mkdir(dirname(path), { recursive: true });
  const token = await acquire(path, purpose, pollMilliseconds);
  const touch = setInterval(
    () => void utimes(path, new Date(), new Date()).catch(() => {}),
    TOUCH_SECONDS * 1000,
  );
  touch.unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    if ((await owner(path))?.token === token) await rm(path, { recursive: true, force: true });
  }
}

async function acquire(path, purpose, pollMilliseconds) {
  // The first second is silent: most waits are shorter.
  let tellAt = Date.now() + 1000;
  for (;;) {
    try {
      await mkdir(path);
      const token = randomBytes(8).toString('hex');
      await writeFile(
        join(path, 'owner.json'),
        JSON.stringify({ pid: process.pid, host: hostname(), token }),
      );
      return token;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (await isAbandoned(path)) {
      await breakLock(path);
      continue;
    }
    if (Date.now() >= tellAt) {
      tellAt = Date.now() + 15_000;
      say(`  … another process (pid ${(await owner(path))?.pid ?? 'unknown'}) ${purpose}; waiting for it`);
    }
    await wait(pollMilliseconds);
  }
}

async function owner(path) {
  try {
    return JSON.parse(await readFile(join(path, 'owner.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

async function isAbandoned(path) {
  const age = await stat(path).then(
    ({ mtimeMs }) => (Date.now() - mtimeMs) / 1000,
    () => undefined,
  );
  if (age === undefined) return false;
  if (age > ABANDONED_SECONDS) return true;
  const held = await owner(path);
  // Between the two steps of taking a lock there is no owner yet: a killed process may have stopped just there.
  if (!held) return age > 5;
  return held.host === hostname() && !isAlive(held.pid);
}

/** Whether there is a process of this ID, anybody's. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Several may find the same lock abandoned: only one of them can move it away, and looks again at what it got. */
async function breakLock(path) {
  const aside = `${path}.abandoned-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if (await isAbandoned(aside)) await rm(aside, { recursive: true, force: true });
  else await rename(aside, path).catch(() => {});
}
