import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunStatus } from '../../../src/domain/model/run.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { aParking } from '../../support/run-builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
});
afterEach(() => api.close());

/** A run with this host parked, though the plan may not know it. */
async function parked(subject = 'esx.1/a') {
  const planHash = await api.plan();
  const started = await api.ask('olga', 'POST', '/v1/runs', {
    body: { estate: 'sample', planHash, reason: 'quarterly patches' },
  });
  const { runId } = started.json() as { runId: string };
  const status = api.engine.state.runs.get(runId) as RunStatus;
  const parkings = [aParking({ subject })];
  api.engine.state.runs.set(runId, { ...status, parked: [subject], parkings });
  return { runId, planHash };
}

interface Refused {
  readonly who: string;
  readonly host: string;
  readonly body: object;
  readonly status: number;
  readonly code: string;
  readonly rules: readonly string[];
}

const url = (runId: string, host: string) => `/v1/runs/${runId}/hosts/${encodeURIComponent(host)}/decision`;

describe('deciding about a parked host', () => {
  it('passes the decision on with name and key of whoever asks, audits it, and repeats the answer', async () => {
    const { runId, planHash } = await parked();
    const body = { choice: 'retry-from', from: 'guards', planHash, reason: 'space was made' };
    const answer = await api.ask('olga', 'POST', url(runId, 'esx.1/a'), { body, key: 'k-1' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ parkings: [{ subject: 'esx.1/a', step: 'remediation' }] });
    const again = await api.ask('olga', 'POST', url(runId, 'esx.1/a'), { body, key: 'k-1' });
    expect(again.json()).toEqual(answer.json());
    const asked = api.engine.state.calls.filter(({ name }) => name === 'decideHost');
    expect(asked.map(({ input }) => input)).toEqual([
      { ...body, subject: 'esx.1/a', by: 'olga', id: expect.any(String) },
    ]);
    const { items } = await api.records.listAudit({ limit: 2 });
    expect(items.map(({ what }) => what)).toEqual(['host.decide.outcome', 'host.decide']);
  });

  it.each`
    situation                      | who       | host         | body                                      | status | code                    | rules
    ${'without the right'}         | ${'vera'} | ${'esx.1/a'} | ${{}}                                     | ${403} | ${'not-permitted'}      | ${[]}
    ${'an unknown host'}           | ${'olga'} | ${'nothing'} | ${{}}                                     | ${404} | ${'subject-unknown'}    | ${[]}
    ${'a host that is not parked'} | ${'olga'} | ${'esx-1'}   | ${{}}                                     | ${409} | ${'subject-not-parked'} | ${['DG-2']}
    ${'another plan'}              | ${'olga'} | ${'esx.1/a'} | ${{ planHash: 'f'.repeat(64) }}           | ${409} | ${'decision-stale'}     | ${['DG-2']}
    ${'a choice not offered'}      | ${'olga'} | ${'esx.1/a'} | ${{ choice: 'give-back' }}                | ${409} | ${'choice-not-offered'} | ${['QB-3']}
    ${'a point not offered'}       | ${'olga'} | ${'esx.1/a'} | ${{ choice: 'retry-from', from: 'exit' }} | ${409} | ${'choice-not-offered'} | ${['QB-3']}
    ${'no reason'}                 | ${'olga'} | ${'esx.1/a'} | ${{ reason: '' }}                         | ${422} | ${'request-invalid'}    | ${[]}
    ${'a choice nobody knows'}     | ${'olga'} | ${'esx.1/a'} | ${{ choice: 'pray' }}                     | ${422} | ${'request-invalid'}    | ${[]}
  `('refuses $situation', async (row) => {
    const { who, host, body, status, code, rules } = row as unknown as Refused;
    const { runId, planHash } = await parked();
    const answer = await api.ask(who, 'POST', url(runId, host), {
      body: { choice: 'retry', planHash, reason: 'r', ...body },
    });
    expect(answer.json()).toMatchObject({ status, code, rules });
    expect(api.engine.state.runs.get(runId)?.decisions ?? []).toEqual([]);
  });
});
