import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { PLAN_HASH, RUN_ID } from '../../../support/contract-data.js';
import { startFakeApi, type FakeApi } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const BLOCKER = {
  rule: 'DG-14',
  check: 'unreadable',
  subject: 'wl-vc',
  severity: 'blocker',
  message: 'wl-vc could not be read: no answer.',
  remedy: 'See that it answers.',
};
const aPlan = (findings: readonly object[] = []) => ({
  hash: PLAN_HASH,
  estate: 'lab',
  createdBy: 'olga',
  createdAt: '2026-03-01T08:00:00Z',
  blockers: findings.length,
  warnings: 0,
  inventoryHash: 'b'.repeat(64),
  operation: 'archive-configuration',
  kind: 'archive-configuration',
  subject: 'authority',
  reason: 'weekly',
  steps: [
    {
      id: 'archive',
      subject: 'authority',
      title: 'archive it',
      rule: 'BAK-3',
      byPeople: { procedure: ['open the console'] },
    },
  ],
  tables: [{ title: 'What is kept', columns: ['item', 'count'], rows: [['principals', '2']] }],
  gates: [],
  findings,
});
const started = { runId: RUN_ID, estate: 'lab', planHash: PLAN_HASH, findings: [] };

async function serve(findings: readonly object[] = []): Promise<FakeApi> {
  api = await startFakeApi({
    'POST /v1/operations/plans': () => ({ status: 201, body: aPlan(findings) }),
    'POST /v1/operations': () => ({ status: 201, body: started }),
    [`GET /v1/operations/plans/${PLAN_HASH}`]: () => ({ body: aPlan(findings) }),
  });
  return api;
}
const create = (...flags: string[]) => vta(['archive', 'create', 'lab', '--reason', 'weekly', ...flags], api);
const posted = () => api?.seen.filter(({ method }) => method === 'POST').map(({ path }) => path);

describe('a command that carries an operation out', () => {
  it('plans, shows the plan on stderr, starts it, and says how to watch it', async () => {
    await serve();
    const { code, stdout, stderr } = await create();
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Run ${RUN_ID} is requested.\n` });
    expect(stderr).toContain('1 archive it [BAK-3]');
    expect(stderr).toContain(`vta run watch ${RUN_ID}`);
    expect(api?.seen.find(({ path }) => path === '/v1/operations/plans')?.body).toEqual({
      request: { estate: 'lab', kind: 'archive-configuration', reason: 'weekly', parameters: {} },
    });
  });

  it('only looks with --dry-run', async () => {
    await serve();
    const { code, stdout } = await create('--dry-run');
    expect(code).toBe(0);
    for (const part of ['What is kept', 'principals', 'open the console', 'No findings']) {
      expect(stdout).toContain(part);
    }
    expect(posted()).toEqual(['/v1/operations/plans']);
  });

  it('DG-14: starts nothing that is blocked, prints the rule, and ends with 3', async () => {
    await serve([BLOCKER]);
    const { code, stdout } = await create();
    expect(code).toBe(3);
    expect(stdout).toContain('DG-14');
    expect(posted()).toEqual(['/v1/operations/plans']);
  });

  it('prints JSON and nothing else where it was asked for', async () => {
    await serve();
    expect(JSON.parse((await create('--json')).stdout)).toEqual(started);
    expect(JSON.parse((await create('--json', '--dry-run')).stdout)).toEqual(aPlan());
  });
});

describe('operation show', () => {
  it('shows the stored plan', async () => {
    await serve();
    const { code, stdout } = await vta(['operation', 'show', PLAN_HASH], api);
    expect(code).toBe(0);
    expect(stdout).toContain('operation archive-configuration  about authority');
  });
});
