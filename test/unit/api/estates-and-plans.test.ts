import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ESTATE_TEXT, startApi, type ApiHarness } from '../../support/api-harness.js';
import { anInventory, aRequest, NEW, OLD, anImage } from '../../support/builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
});
afterEach(() => api.close());

const register = (text = ESTATE_TEXT) => api.ask('olga', 'POST', '/v1/estates', { body: { text } });

describe('registering an estate', () => {
  it('stores the file, and shows it', async () => {
    const answer = await register();
    expect(answer.statusCode).toBe(201);
    expect(answer.headers.location).toBe('/v1/estates/sample');
    const shown = await api.ask('vera', 'GET', '/v1/estates/sample');
    expect(shown.json()).toEqual(answer.json());
    expect(shown.json()).toMatchObject({ name: 'sample', registeredBy: 'olga', text: ESTATE_TEXT });
    const list = (await api.ask('vera', 'GET', '/v1/estates')).json() as { items: object[] };
    expect(list.items).toHaveLength(1);
    expect(list.items[0]).not.toHaveProperty('text');
  });

  it('replaces it by another file of the same name', async () => {
    await register();
    await register(`${ESTATE_TEXT}# changed\n`);
    const { items } = (await api.ask('vera', 'GET', '/v1/estates')).json() as { items: object[] };
    expect(items).toHaveLength(1);
  });

  it.each([
    [
      'a misspelt key',
      ESTATE_TEXT.replace('  cluster: authority', '  clutser: authority'),
      9,
      '/authority/clutser',
    ],
    ['a missing key', ESTATE_TEXT.replace('  cluster: authority\n', ''), 2, '/authority/cluster'],
    [
      'a wrong value',
      ESTATE_TEXT.replace('https://vc-trusted', 'http://vc-trusted'),
      13,
      '/trusted/0/vcenter/url',
    ],
    ['a password', `${ESTATE_TEXT}password: hunter2\n`, 21, '/password'],
  ])('refuses %s with line and pointer, and stores nothing', async (_, text, line, pointer) => {
    const answer = await register(text);
    expect(answer.statusCode).toBe(422);
    const problem = answer.json() as {
      code: string;
      errors: { line: number; pointer: string; message: string }[];
    };
    expect(problem.code).toBe('estate-invalid');
    expect(problem.errors).toContainEqual(expect.objectContaining({ line, pointer }));
    expect(answer.body).not.toContain('hunter2');
    expect(await api.records.listEstates()).toEqual([]);
    expect((await api.records.listAudit({ limit: 5 })).items).toEqual([]);
  });

  it.each([
    ['estate: a\nestate: b\n', 2],
    ['estate: [a\n', 2],
    ['a: "x\n', 1],
  ])('names the line of broken YAML: %j', async (text, line) => {
    const answer = await register(text);
    expect(answer.statusCode).toBe(422);
    const { errors } = answer.json() as { errors: { line: number; message: string }[] };
    expect(errors[0]?.message).toContain('not valid YAML');
    expect(errors[0]?.line).toBeGreaterThanOrEqual(line);
  });

  it('refuses an alias bomb', async () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]\n`;
    expect((await register(bomb)).statusCode).toBe(422);
  });

  it('refuses another file while a run of the estate has not ended', async () => {
    const planHash = await api.plan();
    await api.ask('olga', 'POST', '/v1/runs', { body: { estate: 'sample', planHash, reason: 'r' } });
    expect((await register(`${ESTATE_TEXT}# changed\n`)).json()).toMatchObject({
      status: 409,
      code: 'estate-in-use',
    });
    expect((await register()).statusCode).toBe(201);
  });
});

describe('reading an estate', () => {
  it('has no inventory before somebody surveyed, and says what to do', async () => {
    await register();
    const answer = await api.ask('vera', 'GET', '/v1/estates/sample/inventory');
    expect(answer.statusCode).toBe(404);
    expect(answer.json().remedy).toContain('/v1/estates/sample/surveys');
  });

  it('surveys, and shows the newest inventory', async () => {
    await register();
    const survey = await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {} });
    expect(survey.statusCode).toBe(200);
    expect(survey.json()).toMatchObject({ inventory: anInventory() });
    const inventory = await api.ask('vera', 'GET', '/v1/estates/sample/inventory');
    expect(inventory.json()).toEqual(anInventory());
  });

  it('surveys without a body too', async () => {
    await register();
    expect((await api.ask('anna', 'POST', '/v1/estates/sample/surveys')).statusCode).toBe(200);
  });

  it('CLI-1: lists the base images read now, with the commands that show the same', async () => {
    await register();
    const images = [
      anImage(OLD, { lastAttestedAt: '2026-01-10T08:05:00Z' }),
      anImage(NEW, { health: 'ERROR', details: ['ta-2 lacks it'] }),
    ];
    api.engine.state.inventory = anInventory({ authority: { images } });
    const answer = await api.ask('vera', 'GET', '/v1/estates/sample/base-images');
    expect(answer.json()).toMatchObject({
      items: images,
      powerCli: [
        "Connect-VIServer -Server 'vc-authority.example.com'",
        "$vTA = Get-TrustAuthorityCluster -Name 'authority'",
        'Get-TrustAuthorityVMHostBaseImage $vTA | select *',
      ],
    });
  });

  it('says when nobody answered: 202 to a survey, 503 to a reading question', async () => {
    await register();
    api.engine.state.override = { kind: 'pending', message: 'No worker answered within 10 s.' };
    const survey = await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {}, key: 'k-1' });
    expect([survey.statusCode, survey.json()]).toEqual([
      202,
      {
        state: 'pending',
        message: 'No worker answered within 10 s.',
        idempotencyKey: 'k-1',
        retry: 'retry with the same Idempotency-Key',
      },
    ]);
    expect((await api.ask('vera', 'GET', '/v1/estates/sample/base-images')).statusCode).toBe(503);
    api.engine.state.override = undefined;
    const again = await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {}, key: 'k-1' });
    expect(again.statusCode).toBe(200);
  });

  it('says when a side could not be read', async () => {
    await register();
    api.engine.state.override = { kind: 'refused', message: 'vc-trusted refused the login' };
    const answer = await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {} });
    expect(answer.json()).toMatchObject({
      status: 409,
      code: 'inventory-unreadable',
      detail: 'vc-trusted refused the login',
    });
  });

  it('DG-14: a vCenter that is too old is a blocker with its rule and what to do', async () => {
    await register();
    api.engine.state.override = { kind: 'refused', message: 'vc-ta: runs vCenter 7.0.1', tooOld: 'vc-ta' };
    const answer = await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {} });
    expect(answer.json()).toMatchObject({
      status: 409,
      code: 'vcenter-too-old',
      detail: 'vc-ta: runs vCenter 7.0.1',
      rules: ['DG-14'],
      findings: [{ check: 'vcenter-too-old', severity: 'blocker', subject: 'vc-ta' }],
    });
  });

  it('QB-4: lists the hosts that owe a full boot, with the images that they keep', async () => {
    await register();
    const unread = await api.ask('vera', 'GET', '/v1/estates/sample/debts');
    expect(unread.json()).toMatchObject({ status: 404, remedy: expect.stringContaining('survey') });
    api.engine.state.inventory = anInventory({ authority: { images: [anImage(OLD), anImage(NEW)] } });
    await api.ask('olga', 'POST', '/v1/estates/sample/surveys', { body: {} });
    const [host] = api.engine.state.inventory.ledger;
    const row = { ...host!, installed: NEW, measured: OLD, owedSince: '2026-02-01T00:00:00Z' };
    await api.records.putLedger('sample', [...api.engine.state.inventory.ledger.slice(1), row]);
    const answer = await api.ask('vera', 'GET', '/v1/estates/sample/debts');
    expect(answer.json()).toMatchObject({
      estate: 'sample',
      items: [{ host: row.host, cluster: 'workload', since: row.owedSince, keeps: [OLD] }],
    });
  });

  it.each(['', '/inventory', '/base-images', '/debts'])(
    'does not know an unknown estate: GET …%s',
    async (path) => {
      const answer = await api.ask('vera', 'GET', `/v1/estates/nowhere${path}`);
      expect(answer.json()).toMatchObject({ status: 404, code: 'estate-unknown' });
    },
  );
});

describe('planning', () => {
  it('plans, lists, shows and checks', async () => {
    await register();
    const made = await api.ask('olga', 'POST', '/v1/plans', { body: { request: aRequest() } });
    expect(made.statusCode).toBe(201);
    const outcome = made.json() as { hash: string; tiers: { clusters: { hosts: number }[] }[] };
    expect(outcome).toMatchObject({ estate: 'sample', createdBy: 'olga', blockers: 0, request: aRequest() });
    expect(outcome.tiers.map(({ clusters }) => clusters[0]?.hosts)).toEqual([undefined, 3, undefined, 4]);

    const list = (await api.ask('vera', 'GET', '/v1/plans?estate=sample')).json() as {
      items: { hash: string }[];
    };
    expect(list.items.map(({ hash }) => hash)).toEqual([outcome.hash]);
    const shown = (await api.ask('vera', 'GET', `/v1/plans/${outcome.hash}`)).json() as {
      plan: { schema: number };
    };
    expect(shown.plan.schema).toBe(1);
    const check = await api.ask('vera', 'POST', `/v1/plans/${outcome.hash}/check`, { body: {} });
    expect(check.json()).toMatchObject({ planHash: outcome.hash, findings: [] });
  });

  it('reports all findings of preflight with rule, subject and remedy', async () => {
    await register();
    const answer = await api.ask('olga', 'POST', '/v1/preflights', {
      body: { request: { ...aRequest(), esxVersion: '9.0.0-0.1.24755229' } },
    });
    expect(answer.statusCode).toBe(200);
    const { findings, blockers } = answer.json() as {
      findings: { rule: string; remedy: string }[];
      blockers: number;
    };
    expect(blockers).toBeGreaterThan(0);
    expect(findings.map(({ rule }) => rule)).toContain('DG-1');
    for (const { remedy } of findings) expect(remedy).not.toBe('');
  });

  it('refuses what is no version before anything is asked', async () => {
    await register();
    const answer = await api.ask('olga', 'POST', '/v1/plans', {
      body: { request: { ...aRequest(), vcenterVersion: 'newest', esxVersion: 'U3' } },
    });
    expect(answer.statusCode).toBe(422);
    const { errors } = answer.json() as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/request/vcenterVersion', '/request/esxVersion']);
    expect(api.engine.state.calls).toEqual([]);
  });

  it('ORD-6: a narrower plan needs no version for what it does not cover, and shows what it leaves out', async () => {
    await register();
    const only = { tiers: ['trusted-vcenters'], vcenters: ['vc-trusted'], reason: 'hardware support' };
    const { esxVersion: _, ...request } = aRequest();
    const answer = await api.ask('olga', 'POST', '/v1/plans', { body: { request: { ...request, only } } });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      request: { only },
      leftOut: [{ name: 'vc-authority' }, { name: 'authority' }, { name: 'workload' }],
    });
    const hosts = { ...only, tiers: ['trusted-hosts'] };
    const refused = await api.ask('olga', 'POST', '/v1/plans', {
      body: { request: { ...request, only: hosts } },
    });
    expect(refused.statusCode).toBe(422);
  });

  it('does not know an unknown plan or estate', async () => {
    expect((await api.ask('vera', 'GET', `/v1/plans/${'0'.repeat(64)}`)).json()).toMatchObject({
      code: 'plan-unknown',
    });
    const answer = await api.ask('olga', 'POST', '/v1/plans', { body: { request: aRequest() } });
    expect(answer.json()).toMatchObject({ status: 404, code: 'estate-unknown' });
  });
});
