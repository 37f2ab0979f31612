import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createToken, hashToken } from '../../../src/api/index.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeAll(async () => {
  api = await startApi(await folder());
});
afterAll(() => api.close());

describe('login', () => {
  it('makes tokens of 256 random bits and keeps their hash only', async () => {
    const token = createToken();
    expect(token).toMatch(/^vta_[A-Za-z0-9_-]{43}$/);
    expect(createToken()).not.toBe(token);
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(await api.records.listUsers())).not.toContain(api.tokens['olga']);
  });

  it.each([
    ['none', {}],
    ['not ours', { authorization: 'Bearer abc' }],
    ['unknown', { authorization: `Bearer ${createToken()}` }],
    ['basic', { authorization: 'Basic b2xnYTpvbGdh' }],
  ])('answers 401 to a login that is %s', async (_, headers: Record<string, string>) => {
    const answer = await api.ask('nobody', 'GET', '/v1/me', { headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 401, code: 'not-authenticated' });
  });

  it('says who I am', async () => {
    expect((await api.ask('both', 'GET', '/v1/me')).json()).toEqual({
      name: 'both',
      roles: ['operator', 'approver'],
    });
  });

  const decision = '/v1/runs/r/gates/begin/decision';
  it.each([
    ['vera', '/v1/estates'],
    ['anna', '/v1/estates'],
    ['vera', '/v1/estates/x/surveys'],
    ['vera', '/v1/preflights'],
    ['anna', '/v1/plans'],
    ['vera', '/v1/runs'],
    ['anna', '/v1/runs'],
    ['anna', '/v1/runs/r/pause'],
    ['anna', '/v1/runs/r/resume'],
    ['vera', '/v1/runs/r/abort'],
    ['olga', decision],
    ['vera', decision],
  ])('%s may not POST %s', async (who, url) => {
    const answer = await api.ask(who, 'POST', url, { body: {} });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'not-permitted' });
    expect((await api.records.listAudit({ limit: 1 })).items).toEqual([]);
  });
});

describe('every route is closed unless it says otherwise', () => {
  it('asks for a login at every documented address but two', async () => {
    const { paths } = (await api.app.inject('/openapi.json')).json() as { paths: Record<string, object> };
    const open: string[] = [];
    for (const [path, operations] of Object.entries(paths)) {
      for (const method of Object.keys(operations)) {
        const url = path.replaceAll(/\{[^}]+\}/g, 'x');
        const answer = await api.app.inject({ method: method.toUpperCase() as 'GET', url });
        if (answer.statusCode !== 401) open.push(`${method} ${path}`);
      }
    }
    expect(open.toSorted()).toEqual(['get /livez', 'get /readyz']);
  });
});

describe('health', () => {
  it('lives and is ready', async () => {
    expect((await api.ask('nobody', 'GET', '/livez')).json()).toEqual({ status: 'live' });
    const ready = await api.ask('nobody', 'GET', '/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', missing: [] }]);
  });

  it('tells queues, versions, and whether the records can be written', async () => {
    expect((await api.ask('vera', 'GET', '/v1/health')).json()).toEqual({
      status: 'ok',
      problems: [],
      temporal: { reachable: true, serverVersion: '1.31.0' },
      queues: [{ name: 'orchestration', pollers: 1 }],
      records: { writable: true },
      versions: { service: '0.0.0-test', node: process.version },
    });
  });

  it('is degraded without Temporal or without a worker, and says so', async () => {
    api.engine.state.queues = [{ name: 'vta-authority', pollers: 0 }];
    expect((await api.ask('vera', 'GET', '/v1/health')).json()).toMatchObject({
      status: 'degraded',
      problems: ['no worker serves the task queue vta-authority'],
    });
    api.engine.state.reachable = false;
    expect((await api.ask('vera', 'GET', '/v1/health')).json()).toMatchObject({
      status: 'degraded',
      temporal: { reachable: false, problem: 'connection refused' },
    });
    const ready = await api.ask('nobody', 'GET', '/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'not-ready', missing: ['temporal'] }]);
    api.engine.state.reachable = true;
  });
});

describe('bad requests', () => {
  it('answers an unknown address with a problem document', async () => {
    const answer = await api.ask('nobody', 'GET', '/v2/nothing');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.json()).toMatchObject({ type: 'urn:vta:error:not-found', code: 'not-found' });
  });

  it('answers malformed JSON without repeating it', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/v1/estates',
      headers: { authorization: `Bearer ${api.tokens['olga']}`, 'content-type': 'application/json' },
      payload: '{"text": hunter2',
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'request-invalid' });
    expect(answer.body).not.toContain('hunter2');
    expect(api.log.join('')).not.toContain('hunter2');
  });

  it('answers another media type with 415 and a huge body with 413', async () => {
    const headers = { authorization: `Bearer ${api.tokens['olga']}` };
    const xml = await api.app.inject({
      method: 'POST',
      url: '/v1/estates',
      headers: { ...headers, 'content-type': 'application/xml' },
      payload: '<a/>',
    });
    expect(xml.statusCode).toBe(415);
    const huge = await api.ask('olga', 'POST', '/v1/estates', { body: { text: 'x'.repeat(3_000_000) } });
    expect(huge.statusCode).toBe(413);
  });

  it.each([
    ['POST', '/v1/estates', { text: 'a: 1', texte: 'b' }, '/texte'],
    [
      'POST',
      '/v1/plans',
      { request: { estate: 'a', vcenterVersion: '1', esxVersion: 2 } },
      '/request/esxVersion',
    ],
    ['POST', '/v1/runs', { estate: 'a', planHash: 'zz', reason: 'r' }, '/planHash'],
    ['POST', '/v1/runs', { estate: 'a', planHash: 'a'.repeat(64), reson: 'r' }, '/reson'],
    ['POST', '/v1/runs/r/pause', { reason: '  ' }, '/reason'],
    ['GET', '/v1/runs?limit=0', undefined, '/query/limit'],
    ['GET', '/v1/runs?estat=a', undefined, '/query/estat'],
    ['GET', '/v1/runs?after=zzz', undefined, '/query/after'],
    ['GET', '/v1/plans/nothash', undefined, '/path/hash'],
  ] as const)('%s %s with %j: 422 with the JSON pointer %s', async (method, url, body, pointer) => {
    const answer = await api.ask('olga', method, url, { body });
    expect(answer.statusCode).toBe(422);
    const { code, errors } = answer.json() as { code: string; errors: { pointer: string }[] };
    expect(code).toBe('request-invalid');
    expect(errors.map((error) => error.pointer)).toContain(pointer);
  });

  it('shows no stack and no cause when something breaks inside, and logs it under the ID it answers', async () => {
    await api.records.putPlan({
      hash: '1'.repeat(64),
      estate: 'gone',
      createdBy: 'olga',
      createdAt: 't',
      blockers: 0,
      warnings: 0,
      inventoryHash: '2'.repeat(64),
    });
    const answer = await api.ask('olga', 'GET', `/v1/plans/${'1'.repeat(64)}`);
    expect(answer.statusCode).toBe(500);
    const problem = answer.json() as { code: string; detail: string; instance: string };
    expect(problem.code).toBe('internal');
    expect(answer.body).not.toMatch(/stack|\.ts|not in the store/);
    const id = problem.instance.replace('urn:uuid:', '');
    expect(answer.headers['x-request-id']).toBe(id);
    expect(api.log.some((line) => line.includes(id) && line.includes('not in the store'))).toBe(true);
  });
});

it('sends headers that fit a service on plain loopback', async () => {
  const answer = await api.ask('nobody', 'GET', '/livez');
  expect(answer.headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  const docs = await api.ask('nobody', 'GET', '/docs/');
  expect(docs.statusCode).toBe(200);
  expect(docs.headers['content-security-policy']).toContain("script-src 'self'");
  expect(docs.headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
});
