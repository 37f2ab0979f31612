import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { say } from './steps.mjs';

/** A live holder touches its lock this often; one that has not for much longer is gone, even if its pid was reused. */
const TOUCH_SECONDS = 10;
const ABANDONED_SECONDS = 120;
const POLL_MILLISECONDS = 200;

/**
 * Holds a lock over processes while `work` runs. The lock is a directory with one file in it, whose name is its holder:
 * it appears with that file in one step, and to take it over from a holder that was killed is to rename that very file.
 * So there is a holder at every moment, and one of several that see it abandoned gets it.
 *
 * @template T
 * @param {string} path directory that is the lock
 * @param {string} purpose told to whoever has to wait
 * @param {() => Promise<T>} work
 * @param {{ pause?: () => Promise<unknown> }} [options] `pause`: what passes before the next try; 200 ms when absent
 * @returns {Promise<T>}
 */
export async function withLock(path, purpose, work, { pause = () => setTimeout(POLL_MILLISECONDS) } = {}) {
  await mkdir(dirname(path), { recursive: true });
  const holder = join(path, await acquire(path, purpose, pause));
  const touch = setInterval(
    () => void utimes(holder, new Date(), new Date()).catch(() => {}),
    TOUCH_SECONDS * 1000,
  );
  touch.unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    // One that was taken over is somebody else's now: its name is another, and its directory is not empty.
    if (await succeeds(unlink(holder), 'ENOENT'))
      await succeeds(rmdir(path), 'ENOTEMPTY', 'EEXIST', 'ENOENT');
  }
}

/** Answers the name of the file that says who holds it. */
async function acquire(path, purpose, pause) {
  const me = `${process.pid}@${hostname()}@${randomBytes(8).toString('hex')}`;
  const draft = `${path}.${me}`;
  await mkdir(draft);
  try {
    await writeFile(join(draft, me), '');
    // The first second is silent: most waits are shorter.
    let tellAt = Date.now() + 1000;
    for (;;) {
      // Onto a directory with a holder in it nothing can be moved.
      if (await succeeds(rename(draft, path), 'ENOTEMPTY', 'EEXIST')) return me;
      const holder = await holderOf(path);
      if (holder === undefined) continue; // just let go
      if (await isAbandoned(join(path, holder), holder)) {
        if (await takeOver(join(path, holder), join(path, me))) return me;
        continue;
      }
      if (Date.now() >= tellAt) {
        tellAt = Date.now() + 15_000;
        say(`  … another process (pid ${holder.split('@', 1)[0]}) ${purpose}; waiting for it`);
      }
      await pause();
    }
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const holderOf = async (path) => (await readdir(path).catch(unless('ENOENT')))?.[0];

async function isAbandoned(file, holder) {
  const found = await stat(file).catch(unless('ENOENT'));
  if (found === undefined) return false;
  if ((Date.now() - found.mtimeMs) / 1000 > ABANDONED_SECONDS) return true;
  const [pid, host] = holder.split('@');
  return host === hostname() && !isAlive(Number(pid));
}

/** Touched first: under its new name it must not look as old as it was. */
async function takeOver(theirs, mine) {
  const now = new Date();
  return (
    (await succeeds(utimes(theirs, now, now), 'ENOENT')) && (await succeeds(rename(theirs, mine), 'ENOENT'))
  );
}

/** Whether it succeeds; false when it fails with one of these codes. */
const succeeds = (doing, ...codes) => doing.then(() => true, unless(...codes)).then((it) => it ?? false);

/** Passes errors of these codes over as `undefined`. */
const unless =
  (...codes) =>
  (error) => {
    if (!codes.includes(error.code)) throw error;
  };

/** Whether there is a process of this ID, anybody's. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
