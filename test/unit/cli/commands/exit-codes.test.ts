import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vta } from '../../../support/cli.js';
import { aPlanDetail, PLAN_HASH, RUN_ID } from '../../../support/contract-data.js';
import { problem, startFakeApi, type Answer, type FakeApi } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const refusal = async (answer: Answer) => {
  api = await startFakeApi({ 'GET /v1/estates': () => answer });
  return vta(['estate', 'list'], { url: api.url });
};
const blocker = {
  rule: 'DG-1',
  check: 'target-version',
  subject: 'lab',
  severity: 'blocker',
  message: 'the target is vSphere 9',
  remedy: 'Choose 8.0 U3.',
};

describe('exit codes', () => {
  it.each<{ code: number; situation: string; status: number; about?: Record<string, unknown> }>([
    { code: 3, situation: 'a rule said no', status: 409, about: { rules: ['INV-4'] } },
    { code: 3, situation: 'a rule said no about the content', status: 422, about: { rules: ['DG-1'] } },
    { code: 3, situation: 'it does not fit the present state', status: 409 },
    { code: 2, situation: 'the body was wrong', status: 400 },
    { code: 2, situation: 'the file was wrong', status: 422 },
    { code: 4, situation: 'there is no login', status: 401 },
    { code: 4, situation: 'the login may not', status: 403, about: { rules: ['DG-2'] } },
    { code: 4, situation: 'it is not there', status: 404 },
    { code: 6, situation: 'Temporal is away', status: 503 },
    { code: 1, situation: 'the service failed', status: 500 },
  ])('$code when $situation', async ({ status, about, code }) => {
    expect((await refusal(problem(status, about))).code).toBe(code);
  });

  it('6 when nobody listens', async () => {
    const { code, stderr } = await vta(['estate', 'list'], { url: 'http://127.0.0.1:9' });
    expect(code).toBe(6);
    expect(stderr).toContain('cannot be reached');
    expect(stderr).not.toContain('at '.concat('Object'));
  });

  it('1 when the answer has another form than the contract', async () => {
    const { code, stderr } = await refusal({ body: { items: [{ name: 7 }] } });
    expect(code).toBe(1);
    expect(stderr).toContain('/items/0/name');
  });

  it.each([
    [[]],
    [['nonsense']],
    [['estate', 'list', '--nonsense']],
    [['run', 'show']],
    [['plan', 'show', 'xyz']],
    [['preflight', 'lab', '--esx-version', 'x']],
    [['run', 'start', 'lab', '--plan', PLAN_HASH, '--esx-version', 'x', '--reason', 'r']],
    [['worker', '--zone', 'everything']],
    [['audit', 'list', '--limit', '0']],
    [['estate', 'list', '--url', 'ftp://x']],
    [['estate', 'list', '--url', 'http://vta.example.org']],
  ])('2 for %j', async (args) => {
    expect((await vta(args, { url: 'http://127.0.0.1:9' })).code).toBe(2);
  });

  it('0 for help, on stdout', async () => {
    const { code, stdout } = await vta(['gate', 'approve', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
  });
});

describe('a refusal', () => {
  it('shows sentence, places, rules, findings and what to do, in this order', async () => {
    const { stderr } = await refusal(
      problem(422, {
        detail: 'The plan cannot be started.',
        rules: ['DG-1'],
        findings: [blocker],
        errors: [{ pointer: '/request/esxVersion', message: 'too new', found: '9.0.0', allowed: '8.0.x' }],
        remedy: 'Plan again.',
      }),
    );
    expect(stderr.trim().split('\n')).toEqual([
      'The plan cannot be started.',
      '  /request/esxVersion: too new (found 9.0.0; allowed: 8.0.x)',
      'Rules: DG-1 (vta explain DG-1)',
      '  DG-1 lab: the target is vSphere 9',
      '      Choose 8.0 U3.',
      'What to do: Plan again.',
    ]);
  });

  it('of an estate file names the file and the line', async () => {
    api = await startFakeApi({
      'POST /v1/estates': () =>
        problem(422, {
          detail: 'The estate file has 1 error.',
          errors: [
            { pointer: '/authority/vcenter/url', line: 4, column: 10, message: 'must be an https address' },
          ],
        }),
    });
    const file = join(await mkdtemp(join(tmpdir(), 'vta-estate-')), 'estate.yaml');
    await writeFile(file, 'name: lab\n');
    const { code, stderr } = await vta(['estate', 'add', file], { url: api.url });
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}: The estate file has 1 error.`);
    expect(stderr).toContain('line 4:10, /authority/vcenter/url: must be an https address');
  });

  it('by a proxy without a problem document still ends with one sentence', async () => {
    api = await startFakeApi({
      'GET /v1/estates': (_, response) => {
        response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
        return 'handled';
      },
    });
    const { code, stderr } = await vta(['estate', 'list'], { url: api.url });
    expect({ code, stderr }).toEqual({ code: 6, stderr: 'The service refused the request (HTTP 502).\n' });
  });
});

describe('blockers end with 3', () => {
  it('in preflight', async () => {
    api = await startFakeApi({
      'POST /v1/preflights': () => ({
        body: {
          estate: 'lab',
          planHash: PLAN_HASH,
          inventoryHash: PLAN_HASH,
          blockers: 1,
          warnings: 0,
          findings: [blocker],
        },
      }),
    });
    const args = ['preflight', 'lab', '--vcenter-version', '9.0.0', '--esx-version', '9.0.0-1'];
    const { code, stdout } = await vta(args, { url: api.url });
    expect(code).toBe(3);
    expect(stdout).toContain('1 blocker, 0 warnings');
    expect(stdout).toContain('DG-1');
    expect(api.seen[0]?.body).toEqual({
      request: { estate: 'lab', vcenterVersion: '9.0.0', esxVersion: '9.0.0-1', boot: 'policy' },
    });
  });

  it('in plan check', async () => {
    api = await startFakeApi({
      [`POST /v1/plans/${PLAN_HASH}/check`]: () => ({
        body: { planHash: PLAN_HASH, inventoryHash: PLAN_HASH, findings: [blocker] },
      }),
    });
    expect((await vta(['plan', 'check', PLAN_HASH], { url: api.url })).code).toBe(3);
  });
});

describe('the beginning of a plan hash', () => {
  const summary = (hash: string) => {
    const { plan: _, ...rest } = aPlanDetail();
    return { ...rest, hash };
  };

  it.each([
    { known: [], code: 4, why: 'nothing begins with it' },
    { known: ['4f2a91aa', '4f2a91bb'], code: 2, why: 'two plans begin with it' },
  ])('ends with $code when $why', async ({ known, code }) => {
    const items = known.map((hash) => summary(hash.padEnd(64, '0')));
    api = await startFakeApi({ 'GET /v1/plans': () => ({ body: { items } }) });
    expect((await vta(['plan', 'show', '4f2a91'], { url: api.url })).code).toBe(code);
  });

  it('is enough to start a run', async () => {
    api = await startFakeApi({
      'GET /v1/plans': () => ({ body: { items: [summary(PLAN_HASH)] } }),
      'POST /v1/runs': () => ({ body: { runId: RUN_ID, estate: 'lab', planHash: PLAN_HASH, findings: [] } }),
    });
    const args = ['run', 'start', 'lab', '--plan', '4f2a91c0', '--reason', 'change 4711'];
    const { code, stdout, stderr } = await vta(args, { url: api.url });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Run ${RUN_ID} is requested.\n` });
    expect(stderr).toContain(`vta run watch ${RUN_ID}`);
    expect(api.seen.at(-1)?.body).toEqual({ estate: 'lab', planHash: PLAN_HASH, reason: 'change 4711' });
  });
});
