import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ESTATE_TEXT, startApi, type ApiHarness } from '../../support/api-harness.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
});
afterEach(() => api.close());

const register = (key: string, text = ESTATE_TEXT, who = 'olga') =>
  api.ask(who, 'POST', '/v1/estates', { body: { text }, key });

describe('Idempotency-Key', () => {
  it('same key and same body: the same answer, and no second effect', async () => {
    const first = await register('k1');
    const second = await register('k1');
    expect(second.statusCode).toBe(201);
    expect(second.json()).toEqual(first.json()); // with the time of the first registration
    expect(second.headers['idempotency-replayed']).toBe('true');
    const { items } = await api.records.listAudit({ limit: 10 });
    expect(items.map(({ what }) => what)).toEqual(['estate.register.outcome', 'estate.register']);
  });

  it('does not depend on the order of fields', async () => {
    const planHash = await api.plan();
    const fields = { estate: 'sample', planHash, reason: 'r' };
    const turned = { reason: 'r', planHash, estate: 'sample' };
    const [first, second] = [
      await api.ask('olga', 'POST', '/v1/runs', { body: fields, key: 'k' }),
      await api.ask('olga', 'POST', '/v1/runs', { body: turned, key: 'k' }),
    ];
    expect(second.json()).toEqual(first.json());
    expect(api.engine.state.calls.filter(({ name }) => name === 'startRun')).toHaveLength(1);
  });

  it('same key and another body, or another address: 422', async () => {
    await register('k1');
    const other = await register('k1', `${ESTATE_TEXT}# other\n`);
    expect(other.json()).toMatchObject({ status: 422, code: 'idempotency-conflict' });
    const elsewhere = await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {}, key: 'k1' });
    expect(elsewhere.json()).toMatchObject({ status: 422, code: 'idempotency-conflict' });
  });

  it('a key belongs to its user', async () => {
    await register('k1');
    const other = await register('k1', `${ESTATE_TEXT}# other\n`, 'both');
    expect(other.statusCode).toBe(201);
  });

  it('replays a refusal of a rule, also when the rule would not refuse any more', async () => {
    const planHash = await api.plan();
    const start = (key: string) =>
      api.ask('olga', 'POST', '/v1/runs', { body: { estate: 'sample', planHash, reason: 'r' }, key });
    await start('first');
    const refused = await start('second');
    expect(refused.statusCode).toBe(409);
    api.engine.state.runs.clear();
    const again = await start('second');
    expect(again.json()).toEqual(refused.json());
    expect(again.headers['content-type']).toContain('application/problem+json');
    expect((await start('third')).statusCode).toBe(201);
  });

  it('does not keep an answer that was our fault', async () => {
    api.engine.surveyEstate = () => Promise.reject(new Error('bug'));
    await register('k1');
    const survey = () => api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {}, key: 'k2' });
    expect((await survey()).statusCode).toBe(500);
    api.engine.surveyEstate = async () => ({ kind: 'refused', message: 'no' });
    expect((await survey()).statusCode).toBe(409);
  });

  it.each(['', 'a b', 'x'.repeat(129), 'ü'])('refuses %j as a key', async (key) => {
    const answer = await register(key);
    if (key === '') return expect([201, 422]).toContain(answer.statusCode);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ pointer: '/headers/idempotency-key' }] });
  });

  it('makes a key where none was sent, a new one each time', async () => {
    await api.ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
    for (let n = 0; n < 2; n++) await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {} });
    const ids = api.engine.state.calls.map(({ input }) => (input as { id: string }).id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('audit', () => {
  it('is written before anybody is asked, and nobody is asked when it cannot be', async () => {
    await register('k1');
    const seen: string[] = [];
    api.engine.surveyEstate = async () => {
      const { items } = await api.records.listAudit({ limit: 1 });
      seen.push(items[0]?.what ?? 'nothing');
      return { kind: 'refused', message: 'no' };
    };
    await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {} });
    expect(seen).toEqual(['estate.survey']);

    api.records.appendAudit = () => Promise.reject(new Error('disk full'));
    const answer = await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {} });
    expect(answer.json()).toMatchObject({ status: 503, code: 'records-unavailable' });
    expect(seen).toHaveLength(1);
  });

  it('names who, what, subject, details and outcome, newest first', async () => {
    await register('k1');
    const { items } = (await api.ask('vera', 'GET', '/v1/audit')).json() as { items: object[] };
    expect(items).toMatchObject([
      { id: 'olga:k1#201', what: 'estate.register.outcome', detail: { of: 'olga:k1', outcome: 'done' } },
      { id: 'olga:k1', who: 'olga', what: 'estate.register', subject: 'sample' },
    ]);
  });
});

it('no token reaches logs, records or store', async () => {
  const planHash = await api.plan();
  await api.ask('olga', 'POST', '/v1/runs', { body: { estate: 'sample', planHash, reason: 'r' }, key: 'k' });
  await api.ask('vera', 'POST', '/v1/runs', { body: {} });
  await api.ask('nobody', 'GET', '/v1/me', { headers: { authorization: 'Bearer vta_wrong' } });
  const audit = await api.records.listAudit({ limit: 100 });
  const users = await api.records.listUsers();
  const everything = [api.log.join(''), JSON.stringify([audit, users])].join('');
  expect(api.log.length).toBeGreaterThan(3);
  for (const token of [...Object.values(api.tokens), 'vta_wrong']) expect(everything).not.toContain(token);
});
