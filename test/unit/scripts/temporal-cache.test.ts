import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { appendFile, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVER_SAYS, fakeProgram, inTemporaryFolder, loadScript } from '../../support/scripts.js';

interface Whole {
  path: string;
  version: string;
}
interface Cache {
  wholeBinary(folder: string, kind: 'server' | 'cli', platform: string): Promise<Whole | undefined>;
  publish(folder: string, kind: string, platform: string, made: string): Promise<Whole | undefined>;
  cacheFolder(env: Record<string, string>, platform: string): string;
}
const { cacheFolder, publish, wholeBinary } = await loadScript<Cache>('temporal-cache.mjs');

const published = async (folder: string): Promise<string> => {
  const made = await fakeProgram(join(folder, 'made'), SERVER_SAYS('1.29.1'));
  return (await publish(folder, 'server', 'linux', made))?.path ?? '';
};
const look = (folder: string): Promise<Whole | undefined> => wholeBinary(folder, 'server', 'linux');

describe('the cache of Temporal binaries', () => {
  it('gives back what was put into it', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = await published(folder);
      expect(await look(folder)).toEqual({ path, version: '1.29.1' });
    });
  });

  it('never takes a binary that was cut short for a whole one', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = await published(folder);
      await truncate(path, 20);
      expect(await look(folder)).toBeUndefined();
    });
  });

  it('never takes a binary whose content changed', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = await published(folder);
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('1.29.1', '1.29.2'));
      expect(await look(folder)).toBeUndefined();
    });
  });

  it('still takes a binary that was only copied or touched', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = await published(folder);
      await utimes(path, new Date(0), new Date(0));
      expect(await look(folder)).toEqual({ path, version: '1.29.1' });
    });
  });

  it('takes a binary without a marker only if it runs, and marks it then', async () => {
    await inTemporaryFolder(async (folder) => {
      const path = await fakeProgram(join(folder, 'server'), SERVER_SAYS('1.29.1'));
      expect(await look(folder)).toEqual({ path, version: '1.29.1' });
      expect(existsSync(`${path}.whole.json`)).toBe(true);
      await appendFile(path, '// grew');
      expect(await look(folder)).toBeUndefined();
    });
  });

  it.each([
    ['does not run', 'process.exit(1);'],
    ['says nothing', ''],
    ['is too old', SERVER_SAYS('1.28.0')],
  ])('leaves a binary without a marker alone that %s', async (_why, body) => {
    await inTemporaryFolder(async (folder) => {
      const path = await fakeProgram(join(folder, 'server'), body);
      expect(await look(folder)).toBeUndefined();
      expect(existsSync(`${path}.whole.json`)).toBe(false);
    });
  });

  it('does not publish what does not run', async () => {
    await inTemporaryFolder(async (folder) => {
      const made = await fakeProgram(join(folder, 'made'), 'process.exit(2);');
      expect(await publish(folder, 'server', 'linux', made)).toBeUndefined();
      expect(existsSync(join(folder, 'server'))).toBe(false);
    });
  });

  it.each([
    ['linux', { HOME: '/home/ana' }, '/home/ana/.cache/vta/temporal/1.29.1'],
    ['linux', { HOME: '/home/ana', XDG_CACHE_HOME: '/fast' }, '/fast/vta/temporal/1.29.1'],
    ['darwin', { HOME: '/Users/ana' }, '/Users/ana/Library/Caches/vta/temporal/1.29.1'],
  ])('lies where %s keeps caches', (platform, env, folder) => {
    expect(cacheFolder(env as Record<string, string>, platform)).toBe(folder);
  });
});
