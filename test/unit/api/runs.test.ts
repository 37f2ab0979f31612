import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunStatus } from '../../../src/domain/model/run.js';
import { ESTATE_TEXT, startApi, type ApiHarness } from '../../support/api-harness.js';
import { anInventory, aRequest, aTrustedHost, aWorkloadCluster } from '../../support/builders.js';
import { aHostProgress } from '../../support/run-builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
});
afterEach(() => api.close());

const GATE = 'trust-image/8.0.3-24022510';
const gateUrl = (run: string, gate = GATE) => `/v1/runs/${run}/gates/${encodeURIComponent(gate)}/decision`;

async function start(who = 'olga', key?: string) {
  const planHash = await api.plan();
  const answer = await api.ask(who, 'POST', '/v1/runs', {
    body: { estate: 'sample', planHash, reason: 'quarterly patches' },
    ...(key === undefined ? {} : { key }),
  });
  return { planHash, answer, runId: (answer.json() as { runId: string }).runId };
}

/** Makes the workflow say this about the gate. */
function openGate(runId: string, gate = GATE, state: 'open' | 'planned' = 'open'): void {
  const status = api.engine.state.runs.get(runId) as RunStatus;
  const gates = [
    ...status.gates.filter(({ id }) => id !== gate),
    { id: gate, title: gate, rule: 'DG-2', state },
  ];
  api.engine.state.runs.set(runId, { ...status, gates });
}

describe('starting a run', () => {
  it('starts a plan, records it first, and shows it live', async () => {
    const { answer, runId, planHash } = await start();
    expect(answer.statusCode).toBe(201);
    expect(answer.headers.location).toBe(`/v1/runs/${runId}`);
    expect(runId).toMatch(/^2026-03-01-[0-9a-f]{10}$/);
    const shown = await api.ask('vera', 'GET', `/v1/runs/${runId}`);
    expect(shown.json()).toMatchObject({
      runId,
      planHash,
      requestedBy: 'olga',
      state: 'running',
      live: true,
    });
    const list = await api.ask('vera', 'GET', '/v1/runs?estate=sample');
    expect(list.json()).toMatchObject({ items: [{ runId, requestedBy: 'olga' }] });
  });

  it('plans and starts in one call', async () => {
    await api.ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
    const answer = await api.ask('olga', 'POST', '/v1/runs', { body: { request: aRequest(), reason: 'r' } });
    expect(answer.statusCode).toBe(201);
    expect(api.engine.state.calls.map(({ name }) => name)).toEqual(['planUpgrade', 'startRun']);
  });

  it('refuses a plan with blockers, with findings and rules, and asks nobody to start', async () => {
    await api.ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
    const host = aTrustedHost('esx-1', { connection: 'disconnected' });
    api.engine.state.inventory = anInventory({ clusters: [aWorkloadCluster([host, aTrustedHost('esx-2')])] });
    const answer = await api.ask('olga', 'POST', '/v1/runs', { body: { request: aRequest(), reason: 'r' } });
    expect(answer.statusCode).toBe(409);
    const problem = answer.json() as { code: string; rules: string[]; findings: { severity: string }[] };
    expect(problem.code).toBe('plan-blocked');
    expect(problem.rules.length).toBeGreaterThan(0);
    expect(problem.findings.some(({ severity }) => severity === 'blocker')).toBe(true);
    expect(api.engine.state.calls.map(({ name }) => name)).toEqual(['planUpgrade']);
    expect((await api.records.listRuns(undefined, { limit: 5 })).items).toEqual([]);
  });

  it('refuses a plan that was made from another version of the estate file', async () => {
    const planHash = await api.plan();
    await api.ask('olga', 'POST', '/v1/estates', { body: { text: `${ESTATE_TEXT}# changed\n` } });
    const answer = await api.ask('olga', 'POST', '/v1/runs', {
      body: { estate: 'sample', planHash, reason: 'r' },
    });
    expect(answer.json()).toMatchObject({ status: 409, code: 'plan-stale' });
  });

  it('refuses a second run of the estate and names the first; nothing of it stays', async () => {
    const { runId, planHash } = await start();
    const second = await api.ask('both', 'POST', '/v1/runs', {
      body: { estate: 'sample', planHash, reason: 'r' },
    });
    expect(second.json()).toMatchObject({ status: 409, code: 'run-exists', rules: ['DG-12'] });
    expect(second.json().detail).toContain(runId);
    expect((await api.records.listRuns(undefined, { limit: 5 })).items).toHaveLength(1);
  });

  it('finds the run again whose start lost its answer', async () => {
    api.engine.state.loseStartAnswer = true;
    const first = await start('olga', 'start-1');
    expect(first.answer.statusCode).toBe(202);
    api.engine.state.loseStartAnswer = false;
    const second = await start('olga', 'start-1');
    expect(second.answer.statusCode).toBe(201);
    expect(second.runId).toBe(first.runId);
    expect((await api.records.listRuns(undefined, { limit: 5 })).items).toHaveLength(1);
  });
});

describe('looking at a run', () => {
  it('falls back to the record, and says why, when nobody answers', async () => {
    const { runId } = await start();
    api.engine.state.override = { kind: 'pending', message: 'Temporal is not reachable now.' };
    expect((await api.ask('vera', 'GET', `/v1/runs/${runId}`)).json()).toMatchObject({
      live: false,
      notLiveBecause: 'Temporal is not reachable now.',
      state: 'starting',
    });
  });

  it('lists hosts and gates', async () => {
    const { runId, planHash } = await start();
    await api.records.putHostProgress(runId, aHostProgress({ phase: 'done', waitingOn: null }));
    expect((await api.ask('vera', 'GET', `/v1/runs/${runId}/hosts`)).json()).toEqual({
      items: [aHostProgress({ phase: 'done', waitingOn: null })],
    });
    const gates = (await api.ask('anna', 'GET', `/v1/runs/${runId}/gates`)).json() as {
      items: { id: string }[];
    };
    expect(gates).toMatchObject({ planHash, live: true });
    expect(gates.items.map(({ id }) => id)).toContain('begin');
  });

  it('has no report before the end, and shows it afterwards', async () => {
    const { runId, planHash } = await start();
    expect((await api.ask('vera', 'GET', `/v1/runs/${runId}/report`)).statusCode).toBe(404);
    const report = {
      schema: 1,
      runId,
      estate: 'sample',
      planHash,
      requestedBy: 'olga',
      state: 'succeeded',
      startedAt: 'a',
      endedAt: 'b',
      tiers: [],
      gates: [],
      hosts: [],
      debts: [],
      temporal: { workflows: [], actionsPerTrustedHost: { max: 1, mean: 1 }, longestHistory: 9 },
    };
    const reportHash = await api.blobs.put(new TextEncoder().encode(JSON.stringify(report)));
    const run = await api.records.getRun(runId);
    if (run) await api.records.putRun({ ...run, status: { ...run.status, state: 'succeeded' }, reportHash });
    expect((await api.ask('vera', 'GET', `/v1/runs/${runId}/report`)).json()).toEqual(report);
    expect((await api.ask('vera', 'GET', `/v1/runs/${runId}`)).json()).toMatchObject({
      live: false,
      reportHash,
    });
  });

  it.each(['', '/hosts', '/events', '/gates', '/report'])(
    'does not know an unknown run: GET …%s',
    async (path) => {
      expect((await api.ask('vera', 'GET', `/v1/runs/nowhere${path}`)).json()).toMatchObject({
        status: 404,
        code: 'run-unknown',
      });
    },
  );
});

describe('gates', () => {
  const approve = (planHash: string) => ({ verdict: 'approved', planHash, reason: 'evidence looked at' });

  it('an approver decides; the gate, its slashes, the name and the key reach the workflow', async () => {
    const { runId, planHash } = await start();
    openGate(runId);
    const answer = await api.ask('anna', 'POST', gateUrl(runId), { body: approve(planHash), key: 'k-7' });
    expect(answer.statusCode).toBe(200);
    expect(api.engine.state.calls.findLast(({ name }) => name === 'decideGate')?.input).toEqual({
      id: 'anna:k-7',
      by: 'anna',
      gate: GATE,
      ...approve(planHash),
    });
  });

  it('DG-2: the requester of a run cannot approve its gates, whatever roles he has', async () => {
    const { runId, planHash } = await start('both');
    openGate(runId);
    const answer = await api.ask('both', 'POST', gateUrl(runId), { body: approve(planHash) });
    expect(answer.json()).toMatchObject({ status: 409, code: 'gate-self-approval', rules: ['DG-2'] });
    expect(api.engine.state.calls.some(({ name }) => name === 'decideGate')).toBe(false);
    const { items } = await api.records.listAudit({ limit: 2 });
    expect(items.map(({ what }) => what)).toEqual(['gate.decide.outcome', 'gate.decide']);
  });

  it('DG-2: a decision about another plan is refused', async () => {
    const { runId } = await start();
    const answer = await api.ask('anna', 'POST', gateUrl(runId), { body: approve('0'.repeat(64)) });
    expect(answer.json()).toMatchObject({ status: 409, code: 'gate-plan-differs', rules: ['DG-2'] });
  });

  it('says whether a gate is unknown or not open', async () => {
    const { runId, planHash } = await start();
    openGate(runId, GATE, 'planned');
    const early = await api.ask('anna', 'POST', gateUrl(runId), { body: approve(planHash) });
    expect(early.json()).toMatchObject({ status: 409, code: 'gate-not-open' });
    const unknown = await api.ask('anna', 'POST', gateUrl(runId, 'no/such'), { body: approve(planHash) });
    expect(unknown.json()).toMatchObject({ status: 404, code: 'gate-unknown' });
  });

  it('two people with the same key are two decisions', async () => {
    const { runId, planHash } = await start();
    openGate(runId);
    await api.ask('anna', 'POST', gateUrl(runId), { body: approve(planHash), key: 'same' });
    await api.ask('both', 'POST', gateUrl(runId), { body: approve(planHash), key: 'same' });
    const ids = api.engine.state.calls.filter(({ name }) => name === 'decideGate').map(({ input }) => input);
    expect(ids).toMatchObject([{ id: 'anna:same' }, { id: 'both:same' }]);
  });
});

describe('pause, resume, abort', () => {
  it.each(['pause', 'abort'])('%s reaches the workflow with who and why', async (verb) => {
    const { runId } = await start();
    const answer = await api.ask('olga', 'POST', `/v1/runs/${runId}/${verb}`, { body: { reason: 'storm' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ runId });
    expect(api.engine.state.calls.at(-1)).toMatchObject({
      name: `${verb}Run`,
      input: { by: 'olga', reason: 'storm' },
    });
  });

  it('passes on the sentence of a refusal', async () => {
    const { runId } = await start();
    const answer = await api.ask('olga', 'POST', `/v1/runs/${runId}/resume`, { body: { reason: 'go' } });
    expect(answer.json()).toMatchObject({ status: 409, detail: 'The run is not paused.' });
  });

  it('answers 202 when no worker answered, and lets the same key try again', async () => {
    const { runId } = await start();
    api.engine.state.override = { kind: 'pending', message: 'No worker answered within 10 s.' };
    const url = `/v1/runs/${runId}/pause`;
    const first = await api.ask('olga', 'POST', url, { body: { reason: 'r' }, key: 'p1' });
    expect([first.statusCode, first.headers['retry-after']]).toEqual([202, '5']);
    api.engine.state.override = undefined;
    expect((await api.ask('olga', 'POST', url, { body: { reason: 'r' }, key: 'p1' })).statusCode).toBe(200);
    const { items } = await api.records.listAudit({ limit: 3 });
    expect(items.map(({ what, detail }) => [what, detail['outcome']])).toEqual([
      ['run.pause.outcome', 'done'],
      ['run.pause.outcome', 'pending'],
      ['run.pause', undefined],
    ]);
  });

  it('says that a run has ended', async () => {
    const { runId } = await start();
    api.engine.state.runs.delete(runId);
    const run = await api.records.getRun(runId);
    if (run) await api.records.putRun({ ...run, status: { ...run.status, state: 'aborted' } });
    const answer = await api.ask('olga', 'POST', `/v1/runs/${runId}/pause`, { body: { reason: 'r' } });
    expect(answer.json()).toMatchObject({ status: 409, code: 'run-ended' });
  });
});
