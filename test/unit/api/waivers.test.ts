import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Waiver } from '../../../src/contract/index.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { anInventory, aRequest, aTrustedHost, aWorkloadCluster } from '../../support/builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const URL = '/v1/estates/sample/waivers';
const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
  // The clock of the harness stands at 2026-03-01T10:00:00Z; plans count waivers by the time of their inventory.
  api.engine.state.inventory = {
    ...anInventory({
      clusters: [
        aWorkloadCluster([
          aTrustedHost('esx-1', { pinnedVms: ['vm-1'] }),
          aTrustedHost('esx-2'),
          aTrustedHost('esx-3'),
        ]),
      ],
    }),
    readAt: '2026-03-01T10:00:00Z',
  };
  await api.plan();
});
afterEach(() => api.close());

const body = { check: 'evacuation', reason: 'the VM is off by then', expiresAt: '2026-03-08T10:00:00Z' };
const waive = async (change: object = {}): Promise<Waiver> => {
  const answer = await api.ask('anna', 'POST', URL, { body: { ...body, ...change } });
  expect(answer.statusCode).toBe(201);
  return answer.json();
};
const plan = async () =>
  (await api.ask('olga', 'POST', '/v1/plans', { body: { request: aRequest() } })).json() as {
    hash: string;
    blockers: number;
    findings: { check: string; severity: string; waiver?: { id: string } }[];
  };
const start = (planHash: string) =>
  api.ask('olga', 'POST', '/v1/runs', { body: { estate: 'sample', planHash, reason: 'r' } });

describe('waivers of an estate', () => {
  it('are added by approvers, listed for everybody, and in the audit trail', async () => {
    const added = await waive({ subject: 'esx-1' });
    expect(added).toMatchObject({ estate: 'sample', by: 'anna', subject: 'esx-1', check: 'evacuation' });
    const listed = await api.ask('vera', 'GET', URL);
    expect(listed.json()).toEqual({ items: [added] });
    const { items } = await api.records.listAudit({ limit: 10 });
    expect(items).toContainEqual(
      expect.objectContaining({
        who: 'anna',
        what: 'waiver.add',
        subject: 'sample',
        detail: { ...body, subject: 'esx-1' },
      }),
    );
  });

  it('are the same one when the request is repeated with its key', async () => {
    const [one, other] = [
      await api.ask('anna', 'POST', URL, { body, key: 'once' }),
      await api.ask('anna', 'POST', URL, { body, key: 'once' }),
    ];
    expect(other.json()).toEqual(one.json());
    expect((await api.records.listWaivers('sample')).length).toBe(1);
  });

  it.each([
    ['olga', body, 403, []],
    ['vera', body, 403, []],
    ['anna', { ...body, check: 'target-version' }, 409, ['DG-1']],
    ['anna', { ...body, check: 'image-untrusted' }, 409, ['INV-1']],
    ['anna', { ...body, check: 'nothing' }, 422, []],
    ['anna', { ...body, expiresAt: '2026-02-01T10:00:00Z' }, 422, []],
    ['anna', { ...body, expiresAt: 'tomorrow' }, 422, []],
    ['anna', { ...body, reason: ' ' }, 422, []],
  ])('are refused to %s for %j with %i', async (who, asked, status, rules) => {
    const answer = await api.ask(who, 'POST', URL, { body: asked });
    expect([answer.statusCode, answer.json().rules]).toEqual([status, rules]);
    expect(await api.records.listWaivers('sample')).toEqual([]);
  });

  it('of an estate that nobody knows are none', async () => {
    expect((await api.ask('vera', 'GET', '/v1/estates/other/waivers')).statusCode).toBe(404);
  });

  it('are removed by approvers, and not twice', async () => {
    const { id } = await waive();
    expect((await api.ask('olga', 'DELETE', `${URL}/${id}`)).statusCode).toBe(403);
    expect((await api.ask('anna', 'DELETE', `${URL}/${id}`)).json()).toEqual({ items: [] });
    const again = await api.ask('anna', 'DELETE', `${URL}/${id}`);
    expect([again.statusCode, again.json().code]).toEqual([404, 'not-found']);
    const { items } = await api.records.listAudit({ limit: 10 });
    expect(items).toContainEqual(
      expect.objectContaining({ who: 'anna', what: 'waiver.remove', detail: { waiver: id } }),
    );
  });
});

describe('a blocker that somebody has waived', () => {
  it('is a warning of the plan that names the waiver, and the run starts', async () => {
    expect((await plan()).blockers).toBe(1);
    const { id } = await waive();
    const planned = await plan();
    expect(planned.blockers).toBe(0);
    expect(planned.findings).toContainEqual(
      expect.objectContaining({
        check: 'evacuation',
        severity: 'warning',
        waiver: expect.objectContaining({ id }),
      }),
    );
    const started = await start(planned.hash);
    expect(started.statusCode).toBe(201);
    const run = await api.ask('vera', 'GET', `/v1/runs/${started.json().runId}`);
    expect(run.json()).toMatchObject({ debts: [{ kind: 'waiver', subject: 'evacuation esx-1' }] });
  });

  it('blocks the start again when the waiver has been removed', async () => {
    const { id } = await waive();
    const { hash } = await plan();
    await api.ask('anna', 'DELETE', `${URL}/${id}`);
    const refused = await start(hash);
    expect(refused.json()).toMatchObject({ status: 409, code: 'plan-blocked', rules: ['ORD-8'] });
    expect(refused.json().detail).toContain(id);
  });

  it('blocks the start again when the waiver has expired', async () => {
    await waive({ expiresAt: '2026-03-01T10:00:30Z' });
    const { hash, blockers } = await plan();
    expect(blockers).toBe(0);
    // Every look at the clock of the harness is one second later.
    for (let look = 0; look < 30; look += 1) await api.ask('anna', 'POST', URL, { body });
    expect((await start(hash)).json()).toMatchObject({ status: 409, code: 'plan-blocked' });
  });
});
