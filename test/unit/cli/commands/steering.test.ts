import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { aRun, PLAN_HASH, RUN_ID } from '../../../support/contract-data.js';
import { startFakeApi, type FakeApi, type Route } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const GATE = 'after/authority-vcenter';
const decision = `POST /v1/runs/${RUN_ID}/gates/${encodeURIComponent(GATE)}/decision`;
const runRoutes = (extra: Record<string, Route> = {}): Record<string, Route> => ({
  [`GET /v1/runs/${RUN_ID}`]: () => ({ body: aRun() }),
  ...extra,
});

describe('gate approve and reject', () => {
  it.each([
    ['approve', 'approved'],
    ['reject', 'rejected'],
  ])('%s sends verdict, reason and the plan that was shown', async (verb, verdict) => {
    api = await startFakeApi(runRoutes({ [decision]: () => ({ body: aRun() }) }));
    const { code, stdout } = await vta(['gate', verb, RUN_ID, GATE, '--reason', 'change 4711'], {
      url: api.url,
    });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Gate ${GATE} ${verdict}. Follow the run: vta run watch ${RUN_ID}\n`,
    });
    const sent = api.seen.at(-1);
    expect(sent?.body).toEqual({ verdict, planHash: PLAN_HASH, reason: 'change 4711' });
    expect(sent?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('demands a reason when there is no terminal to ask on', async () => {
    api = await startFakeApi(runRoutes());
    const { code, stderr } = await vta(['gate', 'approve', RUN_ID, GATE], { url: api.url });
    expect(code).toBe(2);
    expect(stderr).toContain('--reason');
    expect(api.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it.each([
    { situation: 'is not one of the run', gate: 'nothing', code: 4, text: `Open now: ${GATE}.` },
    { situation: 'was decided before', gate: 'begin', code: 3, text: 'It was approved by anna.' },
  ])('ends with $code when the gate $situation', async ({ gate, code, text }) => {
    api = await startFakeApi(runRoutes());
    const result = await vta(['gate', 'approve', RUN_ID, gate, '--reason', 'r'], { url: api.url });
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(text);
  });

  it('DG-2: decides nothing when the run carries out another plan than the one named', async () => {
    api = await startFakeApi(runRoutes());
    const args = ['gate', 'approve', RUN_ID, GATE, '--reason', 'r', '--plan', 'f'.repeat(64)];
    const { code, stderr } = await vta(args, { url: api.url });
    expect(code).toBe(3);
    expect(stderr).toContain('DG-2');
    expect(api.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('pause, resume, abort', () => {
  it.each([
    { verb: 'pause', sent: { reason: 'why not', pause: 'safe-point' } },
    { verb: 'resume', sent: { reason: 'why not' } },
  ] as const)('$verb sends the reason', async ({ verb, sent }) => {
    api = await startFakeApi({
      [`POST /v1/runs/${RUN_ID}/${verb}`]: () => ({ body: aRun({ state: 'paused' }) }),
    });
    const { code, stdout } = await vta(['run', verb, RUN_ID, '--reason', 'why not'], { url: api.url });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Run ${RUN_ID} is paused.\n` });
    expect(api.seen.at(-1)?.body).toEqual(sent);
  });

  it('abort without a terminal wants --yes as well', async () => {
    api = await startFakeApi({
      [`POST /v1/runs/${RUN_ID}/abort`]: () => ({ body: aRun({ state: 'aborting' }) }),
    });
    const args = ['run', 'abort', RUN_ID, '--reason', 'r'];
    const refused = await vta(args, { url: api.url });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--yes');
    expect(api.seen).toEqual([]);
    expect((await vta([...args, '--yes'], { url: api.url })).stdout).toContain('aborting');
  });
});

describe('a request that no worker has answered yet (202)', () => {
  it('is sent again with the same key until it is answered', async () => {
    let asked = 0;
    const pending = {
      state: 'pending',
      message: 'No worker answers.',
      idempotencyKey: 'k',
      retry: 'same key',
    };
    api = await startFakeApi({
      [`POST /v1/runs/${RUN_ID}/pause`]: () =>
        (asked += 1) < 2 ? { status: 202, body: pending } : { body: aRun({ state: 'paused' }) },
    });
    const { code } = await vta(['run', 'pause', RUN_ID, '--reason', 'r'], { url: api.url });
    expect(code).toBe(0);
    expect(new Set(api.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(api.seen).toHaveLength(2);
  });
});
