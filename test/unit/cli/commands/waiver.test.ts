import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { startFakeApi, type FakeApi } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const WAIVERS = '/v1/estates/lab/waivers';
const waiver = {
  id: 'waiver-1',
  estate: 'lab',
  check: 'evacuation',
  subject: 'esx-07',
  reason: 'off by then',
  by: 'anna',
  createdAt: '2026-11-24T14:00:00.000Z',
  expiresAt: '2026-11-25T14:00:00.000Z',
};
const add = (...more: string[]) => ['waiver', 'add', 'lab', 'evacuation', '--reason', 'off by then', ...more];

describe('vta waiver', () => {
  it('add sends check, subject, reason and end', async () => {
    api = await startFakeApi({ [`POST ${WAIVERS}`]: () => ({ status: 201, body: waiver }) });
    const run = await vta(add('--until', '2026-11-25T15:00:00+01:00', '--subject', 'esx-07'), {
      url: api.url,
    });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(api.seen[0]?.body).toEqual({
      check: 'evacuation',
      subject: 'esx-07',
      reason: 'off by then',
      expiresAt: '2026-11-25T14:00:00.000Z',
    });
    expect(run.stdout).toContain('waiver-1: evacuation of esx-07 is waived until');
  });

  it('add counts days from now', async () => {
    api = await startFakeApi({ [`POST ${WAIVERS}`]: () => ({ status: 201, body: waiver }) });
    const before = Date.now();
    await vta(add('--until', '3d'), { url: api.url });
    const expiresAt = (api.seen[0]?.body as { expiresAt: string } | undefined)?.expiresAt ?? '';
    const days = (Date.parse(expiresAt) - before) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(3);
    expect(days).toBeLessThan(3.01);
  });

  it.each([
    ['no end', add()],
    ['an end that is no time', add('--until', 'soon')],
    ['no reason without a terminal', ['waiver', 'add', 'lab', 'evacuation', '--until', '3d']],
  ])('add refuses %s', async (_, args) => {
    api = await startFakeApi();
    expect((await vta(args, { url: api.url })).code).toBe(2);
    expect(api.seen).toEqual([]);
  });

  it('list marks what has expired', async () => {
    const items = [{ ...waiver, expiresAt: '2020-01-01T00:00:00.000Z' }];
    api = await startFakeApi({ [`GET ${WAIVERS}`]: () => ({ body: { items } }) });
    const { stdout } = await vta(['waiver', 'list', 'lab'], { url: api.url });
    for (const text of ['waiver-1', 'evacuation', 'esx-07', 'anna', '(expired)', 'off by then']) {
      expect(stdout).toContain(text);
    }
    const { stdout: json } = await vta(['waiver', 'list', 'lab', '--json'], { url: api.url });
    expect(JSON.parse(json)).toEqual(items);
  });

  it('remove takes the one that is named', async () => {
    api = await startFakeApi({ [`DELETE ${WAIVERS}/waiver-1`]: () => ({ body: { items: [] } }) });
    const run = await vta(['waiver', 'remove', 'lab', 'waiver-1'], { url: api.url });
    expect([run.code, run.stdout.trim()]).toEqual([0, 'waiver-1 is removed. Left: 0.']);
  });
});
