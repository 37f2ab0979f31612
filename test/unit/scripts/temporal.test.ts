import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { CLI_SAYS, SERVER_SAYS, fakeProgram, loadScript, programText } from '../../support/scripts.js';

interface Found {
  kind: string;
  from: string;
  path?: string;
  version?: string;
}
interface Options {
  env: Record<string, string>;
  platform: string;
  arch: string;
  downloads: string;
}
const { findTemporal } = await loadScript<{ findTemporal(o: Options): Promise<Found> }>('temporal.mjs');
const { Stop } = await loadScript<{ Stop: new (text: string) => Error }>('stop.mjs');

let home = '';
let web: Server;
/** What the download site answers. */
let archive: { body: Buffer; announced: number } | undefined;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vta-scripts-'));
  archive = undefined;
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  web = createServer((_request, response) => {
    const { body, announced } = archive ?? { body: Buffer.alloc(0), announced: 0 };
    response.writeHead(archive ? 200 : 404, { 'content-length': announced });
    if (body.length === announced) response.end(body);
    else response.write(body, () => response.destroy());
  });
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await new Promise((done) => web.close(done));
  await rm(home, { recursive: true, force: true });
});

const bin = (): string => join(home, 'bin');
const cache = (): string => join(home, 'cache', 'vta', 'temporal', '1.29.1');
const find = (env: Record<string, string> = {}): Promise<Found> =>
  findTemporal({
    env: { PATH: bin(), XDG_CACHE_HOME: join(home, 'cache'), ...env },
    platform: 'linux',
    arch: 'x64',
    downloads: `http://127.0.0.1:${(web.address() as AddressInfo).port}`,
  });

/** A Go that builds a server out of nothing and counts how often it did. */
const fakeGo = (built = SERVER_SAYS('1.29.1'), version = 'go1.26.8', toolchain = 'local'): Promise<string> =>
  fakeProgram(
    join(bin(), 'go'),
    `if (args[0] === 'env') { console.log(${JSON.stringify(`${version}\n${toolchain}`)}); process.exit(0); }
     fs.appendFileSync(${JSON.stringify(join(home, 'builds'))}, args.at(-1) + '\\n');
     fs.writeFileSync(process.env.GOBIN + '/server', ${JSON.stringify(programText(built))}, { mode: 0o755 });`,
  );
const builds = async (): Promise<string[]> =>
  (await readFile(join(home, 'builds'), 'utf8')).trim().split('\n');

const downloadable = async (cut = 0): Promise<void> => {
  const tar = pack();
  tar.entry({ name: 'LICENSE' }, 'text');
  tar.entry({ name: 'temporal', mode: 0o755 }, programText(CLI_SAYS('1.29.1')));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const body = gzipSync(Buffer.concat(chunks));
  archive = { body: body.subarray(0, body.length - cut), announced: body.length };
};

describe('finding Temporal', () => {
  it('takes an address before anything else, and starts nothing', async () => {
    const address = `127.0.0.1:${(web.address() as AddressInfo).port}`;
    await fakeProgram(join(bin(), 'temporal'), CLI_SAYS('1.29.1'));
    expect(await find({ VTA_TEMPORAL_ADDRESS: address })).toEqual({
      kind: 'address',
      address,
      from: 'VTA_TEMPORAL_ADDRESS',
    });
  });

  it('takes a configured binary before the PATH, the PATH before the cache, the cache before a download', async () => {
    await downloadable();
    await fakeGo();
    expect(await find()).toMatchObject({ kind: 'cli', from: 'official download', version: '1.29.1' });
    expect(await find()).toMatchObject({ kind: 'cli', from: 'cache', version: '1.29.1' });
    await fakeProgram(join(cache(), 'server'), SERVER_SAYS('1.29.1'));
    expect(await find()).toMatchObject({ kind: 'server', from: 'cache' });
    await fakeProgram(join(bin(), 'temporal'), CLI_SAYS('1.30.0'));
    expect(await find()).toMatchObject({ kind: 'cli', from: 'PATH', version: '1.30.0' });
    const mine = await fakeProgram(join(home, 'mine'), SERVER_SAYS('1.29.4'));
    expect(await find({ VTA_TEMPORAL_SERVER: mine })).toEqual({
      kind: 'server',
      path: mine,
      version: '1.29.4',
      from: 'VTA_TEMPORAL_SERVER',
    });
  });

  it('passes over a `temporal` on the PATH whose server is too old', async () => {
    await fakeProgram(join(bin(), 'temporal'), CLI_SAYS('1.28.9'));
    await fakeGo();
    expect(await find()).toMatchObject({ kind: 'server', from: 'built with Go', version: '1.29.1' });
    expect(await builds()).toEqual(['go.temporal.io/server/cmd/server@v1.29.1']);
  });

  it('builds once when two ask at the same time', async () => {
    await fakeGo();
    const found = await Promise.all([find(), find(), find()]);
    expect(found.map(({ from }) => from).sort()).toEqual(['built with Go', 'cache', 'cache']);
    expect(await builds()).toHaveLength(1);
    expect(readdirSync(cache()).sort()).toEqual(['server', 'server.whole.json']);
  });

  it('replaces a binary in the cache that was cut short', async () => {
    await fakeProgram(join(cache(), 'server'), 'process.exit(1);');
    await fakeGo();
    expect(await find()).toMatchObject({ from: 'built with Go', version: '1.29.1' });
  });

  it('never takes a download that was cut short', async () => {
    await downloadable(40);
    await fakeGo();
    expect(await find()).toMatchObject({ from: 'built with Go' });
    expect(readdirSync(cache()).sort()).toEqual(['server', 'server.whole.json']);
  });

  it.each([
    ['there is nothing', undefined, 'Go is not installed'],
    ['Go is too old', () => fakeGo('', 'go1.19.8', 'local'), 'Go is go1.19.8, and 1.25 is needed'],
    ['what Go built does not run', () => fakeGo('process.exit(1);'), 'what Go built does not run here'],
  ])('says in one sentence what to do when %s', async (_case, arrange, because) => {
    await arrange?.();
    const error = await find().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Stop);
    expect(String(error)).toContain(because);
    expect(String(error)).toContain('Install Go 1.25 or newer, or set VTA_TEMPORAL_ADDRESS');
    expect(String(error)).not.toContain('\n');
  });

  it.each([
    [{ VTA_TEMPORAL_ADDRESS: 'somewhere' }, 'must be host:port'],
    [{ VTA_TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'Nothing answers at VTA_TEMPORAL_ADDRESS'],
    [{ VTA_TEMPORAL_CLI: '/nowhere/temporal' }, 'does not run as a Temporal cli'],
  ])('complains about %j rather than pass over it', async (env, because) => {
    await fakeProgram(join(bin(), 'temporal'), CLI_SAYS('1.29.1'));
    await expect(find(env as Record<string, string>)).rejects.toThrow(because);
  });
});
