import { afterEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../../../src/domain/model/limits.js';
import { vta } from '../../../support/cli.js';
import { aRun, PLAN_HASH, RUN_ID } from '../../../support/contract-data.js';
import { startFakeApi, type FakeApi } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const two = { ...DEFAULT_LIMITS, concurrency: { perCluster: 2, perVCenter: 4, global: 8 } };
const start = async () => {
  api = await startFakeApi({
    [`GET /v1/runs/${RUN_ID}`]: () => ({ body: aRun({ limits: DEFAULT_LIMITS }) }),
    [`POST /v1/runs/${RUN_ID}/limits`]: () => ({
      body: aRun({ limits: two, order: [{ cluster: 'prod', hosts: ['esx7', 'esx3'] }] }),
    }),
    'POST /v1/runs': () => ({
      status: 201,
      body: { runId: RUN_ID, estate: 'lab', planHash: PLAN_HASH, findings: [] },
    }),
  });
  return api;
};
const limits = async (...args: string[]) =>
  vta(['run', 'limits', RUN_ID, ...args], { url: (await start()).url });

describe('run limits', () => {
  it('shows the limits when nothing is to be changed', async () => {
    const { code, stdout } = await limits();
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'Hosts in hand at the same time',
        '  Trust Authority   1, always',
        '  per cluster       1 (vSAN: 1)',
        '  per vCenter       1',
        '  whole run         1',
        'Failed hosts tolerated',
        '  Trust Authority   0, and no more than 0 %',
        '  trusted hosts     1',
        '  per cluster       1',
        '',
      ].join('\n'),
    );
    expect(api?.seen.map(({ method }) => method)).toEqual(['GET']);
  });

  it('sends what the flags say, with the plan that was shown', async () => {
    const { code, stdout } = await limits(
      '--per-cluster=2',
      '--per-vcenter=4',
      '--global=8',
      '--budget-cluster=2,25',
      '--budget-trusted=3',
      '--order=prod=esx7,esx3',
      '--reason=rack 4 first',
    );
    expect(code).toBe(0);
    expect(api?.seen.at(-1)?.body).toEqual({
      concurrency: { perCluster: 2, perVCenter: 4, global: 8 },
      failureBudget: { trusted: { count: 3, percent: 100 }, perCluster: { count: 2, percent: 25 } },
      order: [{ cluster: 'prod', hosts: ['esx7', 'esx3'] }],
      planHash: PLAN_HASH,
      reason: 'rack 4 first',
    });
    expect(stdout).toContain('per cluster       2 (vSAN: 1)');
    expect(stdout).toContain('Order of prod: esx7, esx3, then the others');
  });

  it('prints JSON', async () => {
    expect(JSON.parse((await limits('--json')).stdout)).toEqual({ limits: DEFAULT_LIMITS, order: [] });
  });

  it.each([
    [['--per-cluster', '0', '--reason', 'r']],
    [['--per-cluster', '2', '--plan', 'tooshort', '--reason', 'r']],
    [['--per-cluster', 'two', '--reason', 'r']],
    [['--budget-trusted', '1,200', '--reason', 'r']],
    [['--order', 'prod', '--reason', 'r']],
    [['--per-cluster', '2']],
    [['--reason', 'nothing to change']],
  ])('%j is a usage error, and nothing is sent', async (args) => {
    const { code } = await limits(...args);
    expect(code).toBe(2);
    expect(api?.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

it('DG-2: run limits changes nothing when the run carries out another plan than the one named', async () => {
  const { code, stderr } = await limits('--per-cluster=2', '--reason=r', `--plan=${'f'.repeat(64)}`);
  expect(code).toBe(3);
  expect(stderr).toContain('DG-2');
  expect(api?.seen.filter(({ method }) => method === 'POST')).toEqual([]);
});

describe('run start', () => {
  it('takes limits along', async () => {
    const { url } = await start();
    const plan = ['--plan', PLAN_HASH, '--reason', 'r'];
    const { code } = await vta(
      ['run', 'start', 'lab', ...plan, '--per-cluster', '2', '--budget-authority', '1'],
      { url },
    );
    expect(code).toBe(0);
    expect(api?.seen.at(-1)?.body).toEqual({
      estate: 'lab',
      planHash: PLAN_HASH,
      reason: 'r',
      limits: { concurrency: { perCluster: 2 }, failureBudget: { authority: { count: 1, percent: 100 } } },
    });
  });
});
