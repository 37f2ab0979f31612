import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vta } from '../../../support/cli.js';
import { problem, startFakeApi, type FakeApi } from '../../../support/fake-api.js';

let api: FakeApi;
let home: string;
let tokenFile: string;
let env: Record<string, string>;
beforeEach(async () => {
  api = await startFakeApi({
    'GET /v1/me': ({ headers }) =>
      headers.authorization === 'Bearer secret-of-olga'
        ? { body: { name: 'olga', roles: ['operator'] } }
        : problem(401, { detail: 'This token is unknown.', code: 'login-unknown' }),
  });
  home = await mkdtemp(join(tmpdir(), 'vta-home-'));
  tokenFile = join(home, 'token');
  await writeFile(tokenFile, 'secret-of-olga\n');
  env = { XDG_CONFIG_HOME: home, VTA_TOKEN: '' };
});
afterEach(() => api.close());

const login = () => vta(['login', '--url', api.url, '--token-file', tokenFile], { env });

describe('login', () => {
  it('tries the token, then stores it readable by its owner only', async () => {
    const { code, stdout, stderr } = await login();
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Logged in to ${api.url} as olga (operator).\n` });
    expect(stdout + stderr).not.toContain('secret-of-olga');
    const path = join(home, 'vta', 'config.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ token: 'secret-of-olga' });
  });

  it('is used by the commands that follow', async () => {
    await login();
    expect((await vta(['whoami'], { env })).stdout).toContain('olga (operator)');
  });

  it('keeps its token from any other service', async () => {
    await login();
    const other = await startFakeApi();
    await vta(['whoami', '--url', other.url], { env });
    await other.close();
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('stores nothing when the token is not known there', async () => {
    await writeFile(tokenFile, 'wrong\n');
    const { code, stderr } = await login();
    expect(code).toBe(4);
    expect(stderr).toContain('This token is unknown.');
    await expect(stat(join(home, 'vta', 'config.json'))).rejects.toThrow('ENOENT');
  });

  it.each([
    { missing: 'the address', args: ['login', '--token-file', 'x'] },
    { missing: 'the token', args: ['login', '--url', 'http://127.0.0.1:9'] },
    {
      missing: 'the file it names',
      args: ['login', '--url', 'http://127.0.0.1:9', '--token-file', '/does/not/exist'],
    },
  ])('ends with 2 without $missing', async ({ args }) => {
    expect((await vta(args, { env })).code).toBe(2);
  });
});

it('a damaged login is named with its path', async () => {
  await login();
  await writeFile(join(home, 'vta', 'config.json'), '{');
  const { code, stderr } = await vta(['whoami'], { env });
  expect(code).toBe(2);
  expect(stderr).toContain(join(home, 'vta', 'config.json'));
});
