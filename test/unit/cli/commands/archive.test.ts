import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { problem, startFakeApi, type FakeApi, type Route } from '../../../support/fake-api.js';
import { temporaryFolders } from '../../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: FakeApi | undefined;
afterEach(() => api?.close());

const HASH = `4f2a91c07b3e${'0'.repeat(52)}`;
const OTHER = `4f2b${'1'.repeat(60)}`;
const summary = (hash: string) => ({
  hash,
  at: '2026-03-01T08:00:00Z',
  takenAt: '2026-03-01T08:00:00Z',
  schemaVersion: 1,
  vcenter: 'ta-vc',
  images: 1,
  complete: true,
  notArchived: [],
});
const part = {
  hash: 'b'.repeat(64),
  bytes: 7,
  vcenter: 'ta-vc',
  vcenterVersion: { version: '8.0.2', build: '1' },
};
const manifest = {
  schemaVersion: 1,
  estate: 'lab',
  takenAt: '2026-03-01T08:00:00Z',
  authority: { ...part, cluster: { vcenter: 'ta-vc', moid: 'c-1', name: 'TA' } },
  trusted: [{ ...part, vcenter: 'wl-vc' }],
  images: [{ ...part, version: '8.0.2-1', sourceHost: 'esx-1', exportedAt: 'x', quickBooted: false }],
  notArchived: [{ kind: 'kmip-password', subject: 'kp-main', why: 'no call gives it back', keeper: 'you' }],
};

const base = '/v1/estates/lab/archives';
async function serve(routes: Record<string, Route> = {}): Promise<void> {
  api = await startFakeApi({
    [`GET ${base}`]: () => ({ body: { items: [summary(HASH), summary(OTHER)] } }),
    [`GET ${base}/${HASH}`]: () => ({ body: manifest }),
    [`GET ${base}/${HASH}/file`]: (_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-tar' }).end('the tar');
      return 'handled';
    },
    [`POST ${base}`]: () => ({ status: 201, body: { hash: HASH, manifest } }),
    ...routes,
  });
}
const archive = (...args: string[]) => vta(['archive', ...args], api);

describe('archives', () => {
  it('BAK-2: the help says where the configuration lies, and what to keep oneself', async () => {
    await serve();
    expect((await archive('--help')).stdout.replaceAll(/\s+/g, ' ')).toContain(
      'on the TA hosts: no vCenter backup contains it',
    );
    expect((await archive('create', '--help')).stdout.replaceAll(/\s+/g, ' ')).toContain(
      'KMIP passwords and private keys cannot be read: keep them yourself',
    );
  });

  it('are listed, and the newest is shown with what is not in it', async () => {
    await serve();
    expect((await archive('list', 'lab')).stdout).toMatch(/4f2a91c07b3e .*ta-vc .*yes/);
    const { stdout } = await archive('show', 'lab');
    expect(stdout).toContain(`Archive ${HASH}`);
    expect(stdout).toContain('kmip-password kp-main: no call gives it back. Keeper: you');
  });

  it('are named by the beginning of their hash, if it is one alone', async () => {
    await serve();
    expect((await archive('show', 'lab', '4f2a')).code).toBe(0);
    expect(await archive('show', 'lab', '4f2')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('More than one'),
    });
    expect(await archive('show', 'lab', 'ffff')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('archive list lab'),
    });
  });

  it('BAK-3: one that is damaged ends with the code of a refusal', async () => {
    const checks = [{ subject: 'authority.json', ok: false, text: 'content is damaged' }];
    await serve({
      [`GET ${base}/${HASH}/verification`]: () => ({ body: { hash: HASH, ok: false, checks } }),
    });
    const { code, stdout } = await archive('verify', 'lab');
    expect(code).toBe(3);
    expect(stdout).toContain('BAD  authority.json: content is damaged');
    expect(stdout).toContain('do not rely on it');
  });
});

describe('archive files', () => {
  it('are written for their owner alone, never over another file, and the hash is told', async () => {
    await serve();
    const file = join(await folder(), 'lab.tar');
    expect((await archive('export', 'lab', '--file', file)).stdout).toContain(
      `Archive ${HASH} is in ${file}`,
    );
    expect(await readFile(file, 'utf8')).toBe('the tar');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await archive('export', 'lab', '--file', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there already'),
    });
  });

  it('are sent whole with the hash they must have, and a refusal is told with its rule', async () => {
    await serve();
    const file = join(await folder(), 'lab.tar');
    await writeFile(file, 'the tar');
    expect((await archive('import', 'lab', file, '--hash', HASH)).code).toBe(0);
    const sent = api?.seen.find(({ method }) => method === 'POST')?.body;
    expect(sent).toEqual({ file: Buffer.from('the tar').toString('base64'), hash: HASH });
    await api?.close();
    await serve({
      [`POST ${base}`]: () =>
        problem(422, { code: 'archive-refused', detail: 'It is cut off.', rules: ['BAK-3'] }),
    });
    expect(await archive('import', 'lab', file)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('It is cut off.'),
    });
  });

  it('BAK-3: are not even read when they are too large to be one', async () => {
    await serve();
    const file = join(await folder(), 'large.tar');
    await writeFile(file, '');
    await truncate(file, 65 * 1024 * 1024);
    const { code, stderr } = await archive('import', 'lab', file);
    expect([code, api?.seen.length]).toEqual([3, 0]);
    expect(stderr).toContain('more than 64 MiB');
  });

  it('that are not there are a mistake of the call', async () => {
    await serve();
    expect(await archive('import', 'lab', '/nowhere.tar')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ENOENT'),
    });
  });
});
