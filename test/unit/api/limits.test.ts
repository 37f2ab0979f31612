import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../../src/domain/model/limits.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
});
afterEach(() => api.close());

async function start(limits?: unknown) {
  const planHash = await api.plan();
  const body = { estate: 'sample', planHash, reason: 'r', ...(limits === undefined ? {} : { limits }) };
  const answer = await api.ask('olga', 'POST', '/v1/runs', { body });
  return { planHash, answer, runId: (answer.json() as { runId: string }).runId };
}
const callsOf = (name: string) => api.engine.state.calls.filter((call) => call.name === name);

describe('limits at the start of a run', () => {
  it('ORD-8: reach the workflow and the record', async () => {
    const { answer, runId } = await start({ concurrency: { perCluster: 2, global: 4 } });
    expect(answer.statusCode).toBe(201);
    expect(callsOf('startRun')[0]?.input).toMatchObject({
      limits: { concurrency: { perCluster: 2, global: 4 } },
    });
    expect((await api.records.getRun(runId))?.status.limits?.concurrency).toEqual({
      perCluster: 2,
      perVCenter: 1,
      global: 4,
    });
  });

  it('are the default ones otherwise', async () => {
    const { runId } = await start();
    expect(callsOf('startRun')[0]?.input).not.toHaveProperty('limits');
    expect((await api.records.getRun(runId))?.status.limits).toEqual(DEFAULT_LIMITS);
  });

  it.each([
    ['INV-4: several TA hosts', { concurrency: { authority: 3 } }, 409, 'rule-refused', ['INV-4']],
    ['none at a time', { concurrency: { perCluster: 0 } }, 422, 'request-invalid', undefined],
    ['half a host', { concurrency: { perCluster: 1.5 } }, 422, 'request-invalid', undefined],
    ['a misspelt limit', { concurrency: { percluster: 2 } }, 422, 'request-invalid', undefined],
    [
      'more than all',
      { failureBudget: { trusted: { count: 1, percent: 101 } } },
      422,
      'request-invalid',
      undefined,
    ],
  ])('%s: refused, and nothing starts', async (_, limits, status, code, rules) => {
    const { answer } = await start(limits);
    expect(answer.json()).toMatchObject({ status, code, ...(rules === undefined ? {} : { rules }) });
    expect(callsOf('startRun')).toEqual([]);
    expect((await api.records.listRuns(undefined, { limit: 5 })).items).toEqual([]);
  });
});

describe('POST /v1/runs/{run}/limits', () => {
  it('ORD-8: changes them with who and why, audited, and shows them in the status', async () => {
    const { runId, planHash } = await start();
    const body = {
      concurrency: { perCluster: 3 },
      order: [{ cluster: 'workload', hosts: ['esx-3'] }],
      planHash,
      reason: 'why',
    };
    const answer = await api.ask('olga', 'POST', `/v1/runs/${runId}/limits`, { body, key: 'k-1' });
    expect(answer.json()).toMatchObject({
      runId,
      limits: { concurrency: { perCluster: 3, perVCenter: 1, global: 1 } },
    });
    expect(callsOf('changeLimits')[0]?.input).toEqual({ id: 'olga:k-1', by: 'olga', ...body });
    const shown = await api.ask('vera', 'GET', `/v1/runs/${runId}`);
    expect(shown.json()).toMatchObject({
      limits: { concurrency: { perCluster: 3 } },
      limitsChangedBy: { by: 'olga' },
    });
    const { items } = await api.records.listAudit({ limit: 2 });
    expect(items.map(({ what, who }) => [what, who])).toEqual([
      ['run.limits.outcome', 'olga'],
      ['run.limits', 'olga'],
    ]);
  });

  it.each([
    ['a stale plan', 'olga', { planHash: 'f'.repeat(64), concurrency: { global: 2 } }, 409, 'rule-refused'],
    ['several TA hosts', 'olga', { concurrency: { authority: 2 } }, 409, 'rule-refused'],
    ['an unknown cluster', 'olga', { order: [{ cluster: 'nowhere', hosts: ['esx-1'] }] }, 409, 'run-refused'],
    ['nothing', 'olga', {}, 409, 'run-refused'],
    ['a misspelt field', 'olga', { concurency: {} }, 422, 'request-invalid'],
    ['a viewer', 'vera', { concurrency: { global: 2 } }, 403, 'not-permitted'],
  ])('%s: refused, and nothing changes', async (_, who, more, status, code) => {
    const { runId, planHash } = await start();
    const body = { planHash, reason: 'r', ...more };
    const answer = await api.ask(who, 'POST', `/v1/runs/${runId}/limits`, { body });
    expect(answer.json()).toMatchObject({ status, code });
    expect(api.engine.state.runs.get(runId)?.limitsChangedBy).toBeUndefined();
  });
});
