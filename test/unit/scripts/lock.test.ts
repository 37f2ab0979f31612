import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { inTemporaryFolder, loadScript } from '../../support/scripts.js';

type WithLock = <T>(
  path: string,
  purpose: string,
  work: () => Promise<T>,
  options?: { pause: () => Promise<unknown> },
) => Promise<T>;
const { withLock } = await loadScript<{ withLock: WithLock }>('lock.mjs');
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const fast = { pause: turn };

/** Leaves a lock as one that is held by this process, or that was left by one that is gone. */
const leaveLock = async (path: string, pid: number, host = hostname()): Promise<string> => {
  const holder = join(path, `${pid}@${host}@0123456789abcdef`);
  await mkdir(path);
  await writeFile(holder, '');
  return holder;
};

/** Pid of a process that has ended. */
const deadPid = (): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', '']);
    child.once('exit', () => resolve(child.pid ?? 0));
  });

/** Many at once do this; answers how many were inside when each entered. */
async function crowd(lock: string, many: number): Promise<number[]> {
  let inside = 0;
  const work = async (): Promise<number> => {
    const seen = ++inside;
    await turn();
    inside -= 1;
    return seen;
  };
  return Promise.all(Array.from({ length: many }, () => withLock(lock, 'works', work, fast)));
}

describe('a lock over processes', () => {
  it('lets one in at a time and is gone afterwards', async () => {
    await inTemporaryFolder(async (folder) => {
      expect(await crowd(join(folder, 'lock'), 6)).toEqual([1, 1, 1, 1, 1, 1]);
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('is released when the work throws', async () => {
    await inTemporaryFolder(async (folder) => {
      const failing = withLock(join(folder, 'lock'), 'works', () => Promise.reject(new Error('no')), fast);
      await expect(failing).rejects.toThrow('no');
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('is taken over from a process that was killed, by one of several at a time', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = join(folder, 'lock');
      await leaveLock(lock, await deadPid());
      expect(await crowd(lock, 5)).toEqual([1, 1, 1, 1, 1]);
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('is taken over when its holder has not touched it for minutes, whoever that was', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = join(folder, 'lock');
      const holder = await leaveLock(lock, process.pid, 'another-host');
      const then = new Date(Date.now() - 200_000);
      await utimes(holder, then, then);
      expect(await crowd(lock, 3)).toEqual([1, 1, 1]);
    });
  });

  it('of a directory without a holder is free', async () => {
    await inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'lock'));
      expect(await crowd(join(folder, 'lock'), 3)).toEqual([1, 1, 1]);
    });
  });

  it('is left alone while its holder lives', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = join(folder, 'lock');
      const order: string[] = [];
      const holding = async (): Promise<void> => {
        let tries = 0;
        const refused = new Promise<void>((resolve) => {
          const pause = async (): Promise<void> => {
            if (++tries === 3) resolve();
            await turn();
          };
          second = withLock(lock, 'works', async () => void order.push('second'), { pause });
        });
        await refused;
        order.push('first');
      };
      let second = Promise.resolve();
      await withLock(lock, 'works', holding, fast);
      await second;
      expect(order).toEqual(['first', 'second']);
    });
  });

  it('that was taken over is left to its new holder', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = join(folder, 'lock');
      await withLock(lock, 'works', async () => {
        const [mine = ''] = await readdir(lock);
        const then = new Date(Date.now() - 200_000);
        await utimes(join(lock, mine), then, then);
        await withLock(lock, 'works', async () => expect(await readdir(lock)).not.toContain(mine), fast);
        await leaveLock(lock, process.pid);
      });
      expect(await readdir(lock)).toHaveLength(1);
    });
  });
});
