import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { PLAN_HASH } from '../../../support/contract-data.js';
import { startFakeApi, type FakeApi } from '../../../support/fake-api.js';
import { temporaryFolders } from '../../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: FakeApi | undefined;
afterEach(() => api?.close());

const HASH = 'c'.repeat(64);
const aPlan = (kind: string) => ({
  hash: PLAN_HASH,
  estate: 'lab',
  createdBy: 'olga',
  createdAt: '2026-03-01T08:00:00Z',
  blockers: 0,
  warnings: 0,
  inventoryHash: 'b'.repeat(64),
  operation: kind,
  kind,
  subject: 'TA',
  reason: 'slow',
  steps: [],
  tables: [{ title: 'vTA services', columns: ['Host', 'Service'], rows: [['ta-1', 'attestd']] }],
  gates: [],
  findings: [],
});
const bundle = {
  schema: 1,
  estate: 'lab',
  host: 'esx-7',
  at: '2026-03-01T08:00:00Z',
  tables: [{ title: 'Hosts', columns: ['Host'], rows: [['esx-7']] }],
  messages: [{ subject: 'esx-7', lines: ['2026-03-01T07:00:00Z task HostSystem.reboot: failed'] }],
  unreadable: [{ subject: 'ta-vc', reason: 'no answer' }],
};
const anEstate = (name: string) => ({
  name,
  text: 'x',
  hash: HASH,
  registeredBy: 'olga',
  registeredAt: '2026-03-01T08:00:00Z',
});

async function serve(kind = 'restart-services', estates = ['lab']): Promise<void> {
  api = await startFakeApi({
    'POST /v1/operations/plans': () => ({ status: 201, body: aPlan(kind) }),
    'POST /v1/estates/lab/image-files': () => ({
      status: 201,
      body: { estate: 'lab', version: '8.0.3-24022510', hash: HASH, bytes: 4, from: 'olga' },
    }),
    'POST /v1/estates/lab/diagnoses': () => ({ body: bundle }),
    'GET /v1/estates': () => ({ body: { items: estates.map(anEstate) } }),
  });
}
const asked = (path: string) => api?.seen.find((request) => request.path.startsWith(path))?.body;

describe('vta services', () => {
  it('SVC-2: list shows what was read, and starts nothing', async () => {
    await serve();
    const { code, stdout } = await vta(['services', 'list', 'lab'], api);
    expect(code).toBe(0);
    expect(stdout).toMatch(/vTA services[\s\S]*ta-1 +attestd/);
    expect(api?.seen.map(({ path }) => path)).not.toContain('/v1/operations');
  });

  it('SVC-3: restart sends one of the two reasons, hosts, services and force', async () => {
    await serve();
    const flags = ['--why', 'health', '--host', 'ta-1', '--host', 'ta-2', '--service', 'kmxd', '--force'];
    const { code } = await vta(
      ['services', 'restart', 'lab', ...flags, '--reason', 'slow', '--dry-run'],
      api,
    );
    expect(code).toBe(0);
    expect(asked('/v1/operations/plans')).toEqual({
      request: {
        estate: 'lab',
        kind: 'restart-services',
        reason: 'slow',
        parameters: {
          action: 'restart',
          why: 'health',
          hosts: ['ta-1', 'ta-2'],
          services: ['kmxd'],
          force: true,
        },
      },
    });
  });

  it.each([[[]], [['--why', 'mood']]])(
    'SVC-3: without one of the two reasons it is refused: %j',
    async (why) => {
      await serve();
      const { code } = await vta(['services', 'stop', 'lab', ...why, '--reason', 'x'], api);
      expect(code).toBe(2);
      expect(api?.seen).toEqual([]);
    },
  );
});

describe('vta image repair', () => {
  it('FIX-2: hands the file in first, then plans with its hash', async () => {
    await serve('repair-base-image');
    const file = join(await folder(), 'boot_imgdb.tgz');
    await writeFile(file, 'tgz!');
    const flags = ['--host', 'esx-7', '--file', file, '--reason', 'forgotten', '--dry-run'];
    const { code, stderr } = await vta(['image', 'repair', 'lab', ...flags], api);
    expect(code).toBe(0);
    expect(stderr).toContain('8.0.3-24022510');
    expect(asked('/v1/estates/lab/image-files')).toBe('tgz!');
    expect(api?.seen[0]?.headers['content-type']).toBe('application/gzip');
    expect(asked('/v1/operations/plans')).toMatchObject({
      request: { kind: 'repair-base-image', parameters: { host: 'esx-7', fileHash: HASH } },
    });
  });

  it('a file that is not there is named, and nothing is planned', async () => {
    await serve('repair-base-image');
    const flags = ['--host', 'esx-7', '--file', '/nowhere.tgz', '--reason', 'forgotten'];
    expect(await vta(['image', 'repair', 'lab', ...flags], api)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/nowhere.tgz cannot be read'),
    });
    expect(api?.seen).toEqual([]);
  });
});

describe('vta diagnose', () => {
  it('ATT-4: shows tables, messages, and what could not be read', async () => {
    await serve();
    const { code, stdout } = await vta(['diagnose', '--host', 'esx-7'], api);
    expect(code).toBe(0);
    for (const text of ['Diagnosis of esx-7', 'HostSystem.reboot: failed', 'ta-vc: no answer'])
      expect(stdout).toContain(text);
    expect(asked('/v1/estates/lab/diagnoses')).toEqual({ host: 'esx-7' });
  });

  it('writes the document into a file', async () => {
    await serve();
    const file = join(await folder(), 'diagnosis.json');
    const { code, stdout } = await vta(['diagnose', '--estate', 'lab', '--output', file], api);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(bundle);
    expect(asked('/v1/estates/lab/diagnoses')).toEqual({});
  });

  it('asks for the estate where there is more than one', async () => {
    await serve('restart-services', ['lab', 'other']);
    const { code, stderr } = await vta(['diagnose', '--host', 'esx-7'], api);
    expect(code).toBe(2);
    expect(stderr).toContain('--estate');
  });
});
