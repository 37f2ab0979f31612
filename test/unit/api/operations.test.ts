import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ESTATE_TEXT, startApi, type ApiHarness } from '../../support/api-harness.js';
import { anInventory } from '../../support/builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
  await api.ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
});
afterEach(() => api.close());

const REQUEST = {
  estate: 'sample',
  kind: 'archive-configuration',
  reason: 'before the upgrade',
  parameters: {},
};
const plan = (request: object = REQUEST, who = 'olga') =>
  api.ask(who, 'POST', '/v1/operations/plans', { body: { request } });
const start = (planHash: string, key?: string) =>
  api.ask('olga', 'POST', '/v1/operations', {
    body: { estate: 'sample', planHash },
    ...(key === undefined ? {} : { key }),
  });
const calls = (name: string) => api.engine.state.calls.filter((call) => call.name === name);

describe('planning an operation', () => {
  it('answers steps and findings, stores the plan, and lists it with its kind', async () => {
    const answer = await plan();
    expect(answer.statusCode).toBe(201);
    const planned = answer.json() as { hash: string };
    expect(planned).toMatchObject({
      kind: 'archive-configuration',
      blockers: 0,
      steps: expect.arrayContaining([expect.objectContaining({ id: 'archive' })]),
    });
    expect(answer.headers['location']).toBe(`/v1/operations/plans/${planned.hash}`);
    const again = await api.ask('vera', 'GET', `/v1/operations/plans/${planned.hash}`);
    expect(again.json()).toEqual(planned);
    const list = await api.ask('vera', 'GET', '/v1/plans');
    expect(list.json()).toMatchObject({
      items: [{ hash: planned.hash, operation: 'archive-configuration' }],
    });
  });

  it('refuses a kind, a parameter or a reason that it does not know', async () => {
    for (const wrong of [{ kind: 'make-coffee' }, { parameters: { force: true } }, { reason: ' ' }]) {
      expect((await plan({ ...REQUEST, ...wrong })).statusCode).toBe(422);
    }
    expect(calls('planOperation')).toEqual([]);
  });

  it('is not for viewers', async () => {
    expect((await plan(REQUEST, 'vera')).statusCode).toBe(403);
  });

  it('is no plan of an upgrade, and an upgrade none of an operation', async () => {
    const { hash } = (await plan()).json() as { hash: string };
    const wrong = await api.ask('vera', 'GET', `/v1/plans/${hash}`);
    expect(wrong.statusCode).toBe(404);
    expect(wrong.json().detail).toContain('vta operation show');
    const upgrade = await api.plan();
    expect((await api.ask('vera', 'GET', `/v1/operations/plans/${upgrade}`)).statusCode).toBe(404);
    expect((await start(upgrade)).statusCode).toBe(404);
    const body = { estate: 'sample', planHash: hash, reason: 'r' };
    expect((await api.ask('olga', 'POST', '/v1/runs', { body })).statusCode).toBe(404);
  });
});

describe('starting an operation', () => {
  it('is a run of its estate from then on; the same key starts it once', async () => {
    const { hash } = (await plan()).json() as { hash: string };
    const started = await start(hash, 'k');
    expect(started.statusCode).toBe(201);
    const { runId } = started.json() as { runId: string };
    expect((await start(hash, 'k')).json()).toEqual(started.json());
    expect(calls('startOperation')).toHaveLength(1);
    const run = await api.ask('vera', 'GET', `/v1/runs/${runId}`);
    expect(run.json()).toMatchObject({
      operation: 'archive-configuration',
      steps: expect.arrayContaining([expect.objectContaining({ id: 'archive', state: 'planned' })]),
    });
  });

  it('has no limits to change', async () => {
    const { hash } = (await plan()).json() as { hash: string };
    const { runId } = (await start(hash)).json() as { runId: string };
    const body = { planHash: hash, reason: 'r', concurrency: { global: 2 } };
    const refused = await api.ask('olga', 'POST', `/v1/runs/${runId}/limits`, { body });
    expect(refused.json()).toMatchObject({ status: 409, code: 'run-refused' });
    expect(calls('changeLimits')).toEqual([]);
  });

  it('DG-12: an estate has one run at a time', async () => {
    const planHash = await api.plan();
    await api.ask('olga', 'POST', '/v1/runs', { body: { estate: 'sample', planHash, reason: 'r' } });
    const { hash } = (await plan()).json() as { hash: string };
    const refused = await start(hash);
    expect(refused.json()).toMatchObject({ status: 409, code: 'run-exists', rules: ['DG-12'] });
  });

  it('DG-14: a plan with a blocker is refused with its rule, and nothing is started', async () => {
    api.engine.state.inventory = {
      ...anInventory(),
      unreadable: [{ subject: 'wl-vc', reason: 'no answer' }],
    };
    const { hash } = (await plan()).json() as { hash: string };
    const refused = await start(hash);
    expect(refused.json()).toMatchObject({ status: 409, code: 'plan-blocked', rules: ['DG-14'] });
    expect(calls('startOperation')).toEqual([]);
  });

  it('refuses a plan made for another version of the estate file', async () => {
    const { hash } = (await plan()).json() as { hash: string };
    await api.ask('olga', 'POST', '/v1/estates', { body: { text: `${ESTATE_TEXT}# changed\n` } });
    expect((await start(hash)).json()).toMatchObject({ status: 409, code: 'plan-stale' });
  });
});
