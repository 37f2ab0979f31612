import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, createSecrets, loadConfig } from '../../../src/config/index.js';
import type { SecretsPort } from '../../../src/ports/secrets.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();

async function configFile(text: string): Promise<string> {
  const file = join(await folder(), 'vta.yaml');
  await writeFile(file, text);
  return file;
}

async function problemOf(text: string, env: Record<string, string> = {}): Promise<ConfigError> {
  const file = await configFile(text);
  const error: unknown = await loadConfig({ env, file }).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error(`expected a ConfigError, got ${String(error)}`);
  return error;
}

describe('defaults, file, environment', () => {
  it('needs nothing at all', async () => {
    expect(await loadConfig({ env: {} })).toMatchObject({
      dataDirectory: '.var',
      api: { listen: '127.0.0.1:8780' },
      temporal: { namespace: 'vta' },
      zones: ['orchestration', 'authority', 'trusted'],
      credentials: {},
      timeScale: 1,
    });
  });

  it('accepts an empty file', async () => {
    expect(await loadConfig({ env: {}, file: await configFile('# nothing yet\n') })).toMatchObject({
      timeScale: 1,
    });
  });

  it('lets the environment win over the file, and finds the file by VTA_CONFIG', async () => {
    const file = await configFile('temporal:\n  address: a:1\n  namespace: ours\ntimeScale: 2\n');
    const env = {
      VTA_CONFIG: file,
      VTA_TEMPORAL_ADDRESS: 'b:2',
      VTA_TIME_SCALE: '600',
      VTA_ZONES: 'authority, trusted',
    };
    expect(await loadConfig({ env })).toMatchObject({
      temporal: { address: 'b:2', namespace: 'ours' },
      timeScale: 600,
      zones: ['authority', 'trusted'],
    });
  });

  it('reads paths in a file relative to that file', async () => {
    const file = await configFile(
      'dataDirectory: data\ncredentials:\n  ta-vc:\n    username: u\n    password: { file: secret }\n',
    );
    const config = await loadConfig({ env: {}, file });
    expect(config.dataDirectory).toBe(join(file, '..', 'data'));
    expect(config.credentials['ta-vc']?.password).toEqual({ file: join(file, '..', 'secret') });
  });
});

describe('every error names place, what was found and what is allowed', () => {
  it.each([
    ['temporal:\n  adress: x\n', 2, '/temporal/adress', 'an unknown key', 'address, namespace'],
    ['timeScale: 1\nspeed: 3\n', 2, '/speed', 'an unknown key', 'dataDirectory, api, temporal'],
    ['\ntimeScale: fast\n', 2, '/timeScale', '"fast"', 'number'],
    ['zones: [authority, both]\n', 1, '/zones/1', '"both"', 'orchestration, authority, trusted'],
    ['api:\n  listen: localhost\n', 2, '/api/listen', '"localhost"', 'host:port'],
    ['backup:\n  location: nowhere\n', 2, '/backup/location', '"nowhere"', 'URL'],
    ['credentials:\n  ta:\n    username: u\n', 2, '/credentials/ta/password', 'nothing', '{ file: PATH }'],
    ['log:\n  level: info\n  level: warn\n', 3, '', 'duplicate key', 'unique keys'],
    ['- a\n', 1, '', 'no mapping', 'keys and values'],
  ])('%j', async (text, line, pointer, found, allowed) => {
    const error = await problemOf(text);
    expect(error.problems[0]).toMatchObject({ line, pointer, found });
    expect(error.problems[0]?.allowed).toContain(allowed);
    expect(error.message).toContain(`vta.yaml:${line}: `);
  });

  it('names the environment variable when it is the wrong one', async () => {
    const error = await problemOf('timeScale: 1\n', { VTA_LOG_LEVEL: 'loud' });
    expect(error.message).toBe(
      'VTA_LOG_LEVEL: /log/level: found "loud", allowed: trace, debug, info, warn, error, fatal, silent',
    );
  });

  it('reports all problems at once', async () => {
    expect((await problemOf('timeScale: -1\nzones: []\nfoo: 1\n')).problems).toHaveLength(3);
  });

  it('names a file that cannot be read', async () => {
    await expect(loadConfig({ env: {}, file: '/does/not/exist.yaml' })).rejects.toThrow(
      '/does/not/exist.yaml',
    );
  });

  it.each([
    'credentials:\n  ta:\n    username: u\n    password: hunter2\n',
    'credentials:\n  ta:\n    username: u\n    password: { value: hunter2 }\n',
    'credentials:\n  ta: hunter2\n',
    'credentials:\n  ta:\n    username: u\n    password: "hunter2\n',
    'credentials:\n  ta:\n    username: u\n    password: { file: a }\n    old: hunter2\n',
  ])('does not repeat a secret that was written in the wrong place: %j', async (text) => {
    const error = await problemOf(text);
    expect(error.message).not.toContain('hunter2');
    expect(JSON.stringify(error.problems)).not.toContain('hunter2');
  });
});

describe('credentials', () => {
  const login = (password: { file: string } | { env: string }) => ({
    credentials: { 'ta-vc': { username: 'svc', password } },
    file: '/etc/vta.yaml',
  });

  it('resolves from a file, without its last line break, anew each time', async () => {
    const file = await configFile('first\n');
    const secrets: SecretsPort = createSecrets(login({ file }), {});
    expect(await secrets.resolve('ta-vc')).toEqual({ username: 'svc', password: 'first' });
    await writeFile(file, ' second word\r\n');
    expect((await secrets.resolve('ta-vc')).password).toBe(' second word');
  });

  it('resolves from the environment', async () => {
    const secrets = createSecrets(login({ env: 'TA_PASSWORD' }), { TA_PASSWORD: 'x' });
    expect((await secrets.resolve('ta-vc')).password).toBe('x');
  });

  it.each([
    ['wl-vc', { env: 'A' }, /Credential 'wl-vc' .*\/etc\/vta\.yaml.*ta-vc/],
    ['toString', { env: 'A' }, /not known/],
    ['ta-vc', { env: 'A' }, /environment variable A is not set/],
    ['ta-vc', { file: '/does/not/exist' }, /\/does\/not\/exist cannot be read \(ENOENT\)/],
  ] as const)('%s with %j: names the credential and what to edit', async (name, password, text) => {
    await expect(createSecrets(login(password), {}).resolve(name)).rejects.toThrow(text);
  });

  it('refuses an empty file', async () => {
    const file = await configFile('\n');
    await expect(createSecrets(login({ file }), {}).resolve('ta-vc')).rejects.toThrow('is empty');
  });
});
