import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, fakeProgram, loadScript } from '../../support/scripts.js';

type Peer = { path: string; from: string } | { skipped: string };
interface PeersModule {
  PEERS: { vcsim: { files: readonly string[] } };
  findPeer(
    name: string,
    options: { project: string; env: NodeJS.ProcessEnv; platform: string },
  ): Promise<Peer>;
}
const { PEERS, findPeer } = await loadScript<PeersModule>('peers.mjs');

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vta-scripts-'));
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(home, { recursive: true, force: true });
});

const find = (): Promise<Peer> =>
  findPeer('vcsim', {
    project: PROJECT,
    env: { PATH: join(home, 'bin'), XDG_CACHE_HOME: join(home, 'cache') },
    platform: 'linux',
  });

/** A Go that writes down what it was asked; `build` makes the file that is wanted. */
const fakeGo = ({ version = 'go1.26.8', toolchain = 'local', fails = '' } = {}): Promise<string> =>
  fakeProgram(
    join(home, 'bin', 'go'),
    `fs.appendFileSync(${JSON.stringify(join(home, 'asked'))}, args.join(' ') + '\\n');
     if (args[0] === ${JSON.stringify(fails)}) { console.error('first line\\nthe reason'); process.exit(1); }
     if (args[0] === 'env') console.log(${JSON.stringify(`${version}\n${toolchain}`)});
     if (args[0] === 'build') fs.writeFileSync(args[args.indexOf('-o') + 1], process.cwd());`,
  );
const asked = async (): Promise<string[]> =>
  (await readFile(join(home, 'asked'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');

describe('making vcsim', () => {
  it('builds it from its module into the cache, once', async () => {
    await fakeGo();
    const made = await find();
    expect(made).toMatchObject({ from: 'made now' });
    const path = 'path' in made ? made.path : '';
    expect(path.startsWith(join(home, 'cache', 'vta', 'peers', 'vcsim-'))).toBe(true);
    expect(await readFile(path, 'utf8')).toBe(join(PROJECT, 'test', 'peers', 'vcsim'));
    expect(await find()).toEqual({ path, from: 'cache' });
    expect(await asked()).toEqual(['env', 'list', 'build']);
  });

  it.each([
    ['there is no Go', undefined, 'Go is not installed'],
    ['Go is too old to fetch another', { version: 'go1.19.8' }, 'Go is go1.19.8, and 1.25 is needed'],
    ['Go may not fetch another', { version: 'go1.24.1' }, 'Go is go1.24.1, and 1.25 is needed'],
    [
      'modules cannot be had',
      { fails: 'list' },
      'its Go modules cannot be had (go list ended with 1): the reason',
    ],
  ])('is skipped with the reason when %s, and nothing is kept', async (_case, go, because) => {
    if (go) await fakeGo(go);
    expect(await find()).toEqual({ skipped: `vcsim, govmomi's simulator: ${because}` });
    expect(await readdir(join(home, 'cache', 'vta', 'peers'))).toEqual([]);
  });

  it('lets an older Go fetch a newer one when the user has not forbidden it', async () => {
    await fakeGo({ version: 'go1.24.1', toolchain: 'auto' });
    expect(await find()).toMatchObject({ from: 'made now' });
  });

  it('complains when our own code does not compile, and does not take that for a machine without Go', async () => {
    await fakeGo({ fails: 'build' });
    await expect(find()).rejects.toThrow('vcsim could not be built (go build ended with 1): the reason');
  });

  it('is made anew when any file of the module changes', async () => {
    const files = await readdir(join(PROJECT, 'test', 'peers', 'vcsim'));
    expect(PEERS.vcsim.files.toSorted()).toEqual(files.map((name) => `test/peers/vcsim/${name}`).toSorted());
  });
});
