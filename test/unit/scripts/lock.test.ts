import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { inTemporaryFolder, loadScript } from '../../support/scripts.js';

type WithLock = <T>(
  path: string,
  purpose: string,
  work: () => Promise<T>,
  options?: { pollMilliseconds: number },
) => Promise<T>;
const { withLock } = await loadScript<{ withLock: WithLock }>('lock.mjs');
const fast = { pollMilliseconds: 5 };

const leaveLock = async (path: string, owner: object): Promise<void> => {
  await mkdir(path);
  await writeFile(join(path, 'owner.json'), JSON.stringify(owner));
};

/** Pid of a process that has ended. */
const deadPid = (): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', '']);
    child.once('exit', () => resolve(child.pid ?? 0));
  });

describe('a lock over processes', () => {
  it('lets one in at a time and is gone afterwards', async () => {
    await inTemporaryFolder(async (folder) => {
      let inside = 0;
      let most = 0;
      const work = async (): Promise<void> => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      };
      const lock = join(folder, 'lock');
      await Promise.all(Array.from({ length: 6 }, () => withLock(lock, 'works', work, fast)));
      expect(most).toBe(1);
      expect(existsSync(lock)).toBe(false);
    });
  });

  it('is released when the work throws', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = join(folder, 'lock');
      await expect(withLock(lock, 'works', () => Promise.reject(new Error('no')), fast)).rejects.toThrow(
        'no',
      );
      expect(existsSync(lock)).toBe(false);
    });
  });

  it('is taken over from a process that was killed', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = join(folder, 'lock');
      await leaveLock(lock, { pid: await deadPid(), host: hostname(), token: 'old' });
      await expect(withLock(lock, 'works', () => Promise.resolve('in'), fast)).resolves.toBe('in');
    });
  });

  it('is taken over by one of several, not by all', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = join(folder, 'lock');
      await leaveLock(lock, { pid: await deadPid(), host: hostname(), token: 'old' });
      let inside = 0;
      const work = async (): Promise<number> => {
        const seen = ++inside;
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        return seen;
      };
      const seen = await Promise.all(Array.from({ length: 5 }, () => withLock(lock, 'works', work, fast)));
      expect(seen).toEqual([1, 1, 1, 1, 1]);
    });
  });

  it('is left alone while its holder lives', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = join(folder, 'lock');
      const order: string[] = [];
      let release = (): void => {};
      const first = withLock(lock, 'works', () => new Promise<void>((done) => (release = done)), fast);
      const second = withLock(lock, 'works', () => Promise.resolve(void order.push('second')), fast);
      await new Promise((resolve) => setTimeout(resolve, 60));
      order.push('first');
      release();
      await Promise.all([first, second]);
      expect(order).toEqual(['first', 'second']);
    });
  });
});
