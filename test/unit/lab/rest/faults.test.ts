import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultSpec } from '../../../../src/lab/faults/rule.js';
import { eventually } from '../../../support/eventually.js';
import { RestBench } from '../../../support/lab-rest.js';

describe('faults and the wire log', () => {
  let bench: RestBench;
  let draft: string;
  beforeEach(async () => {
    bench = await RestBench.start();
    draft = `/esx/settings/clusters/${bench.cluster().moid}/software/drafts`;
    await bench.call('wl-vc', 'GET /session');
  });
  afterEach(() => bench.stop());
  const drafts = () => bench.cluster().drafts.size;
  const token = async (): Promise<string> => (await bench.login('wl-vc')).body as string;

  it('reset-before-effect: the connection goes and nothing happens', async () => {
    bench.world.faults.add({ kind: 'reset-before-effect', operation: 'POST /api/esx/*/drafts' });
    expect((await bench.call('wl-vc', `POST ${draft}`)).status).toBe(0);
    expect(drafts()).toBe(0);
    expect((await bench.call('wl-vc', `POST ${draft}`)).status).toBe(201);
  });

  it('drop-answer-after-effect: the connection goes after the work was done', async () => {
    bench.world.faults.add({ kind: 'drop-answer-after-effect', operation: 'POST /api/esx/*/drafts' });
    expect((await bench.call('wl-vc', `POST ${draft}`)).status).toBe(0);
    expect(drafts()).toBe(1);
    expect(bench.wire.at(-1)).toMatchObject({ method: 'POST', status: 0, responseBody: null });
  });

  it('http-503 and expire-session answer before the effect', async () => {
    bench.world.faults.add({ kind: 'http-503', operation: 'POST /api/esx/*' });
    const unavailable = await bench.call('wl-vc', `POST ${draft}`);
    expect([unavailable.status, unavailable.body.error_type]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    bench.world.faults.add({ kind: 'expire-session', operation: 'POST /api/esx/*' });
    expect((await bench.call('wl-vc', `POST ${draft}`)).status).toBe(401);
    expect((await bench.call('wl-vc', 'GET /session')).status).toBe(401);
    expect(drafts()).toBe(0);
  });

  it.each`
    kind          | more                              | status | type           | text
    ${'http-500'} | ${{}}                             | ${500} | ${'json'}      | ${'INTERNAL_SERVER_ERROR'}
    ${'http-500'} | ${{ body: 'html' }}               | ${500} | ${'html'}      | ${'<h1>500 Internal Server Error'}
    ${'http-500'} | ${{ body: 'none' }}               | ${500} | ${'undefined'} | ${/^$/}
    ${'http-502'} | ${{}}                             | ${502} | ${'html'}      | ${'<h1>502 Bad Gateway'}
    ${'http-503'} | ${{ body: 'none' }}               | ${503} | ${'undefined'} | ${/^$/}
    ${'throttle'} | ${{}}                             | ${429} | ${'undefined'} | ${/^$/}
    ${'throttle'} | ${{ status: 503, retryAfter: 7 }} | ${503} | ${'undefined'} | ${/^$/}
  `('$kind $more answers $status instead', async ({ kind, more, status, type, text }) => {
    const id = await token();
    const { faults } = bench.world;
    faults.add({ kind, operation: 'POST /api/esx/*', ...(more as object) } as FaultSpec);
    const answer = await bench.text('wl-vc', 'POST', `/api${draft}`, { 'vmware-api-session-id': id });
    expect(answer.status).toBe(status);
    expect(String(answer.headers['content-type'])).toContain(type);
    expect(answer.text).toMatch(text as string | RegExp);
    expect(answer.headers['retry-after']).toBe(
      kind === 'throttle' ? String((more as { retryAfter?: number }).retryAfter ?? 1) : undefined,
    );
    expect(drafts()).toBe(0);
    // What is no answer of the interface is marked for whoever compares the log with the contract.
    expect(bench.wire.at(-1)?.offContract).toBe(type === 'json' ? undefined : true);
  });

  it('half-answer: the work was done, and the answer breaks off', async () => {
    const id = await token();
    bench.world.faults.add({ kind: 'half-answer', operation: 'POST /api/esx/*' });
    const answer = await bench.text('wl-vc', 'POST', `/api${draft}`, { 'vmware-api-session-id': id });
    expect(answer).toMatchObject({ status: 201, isComplete: false });
    expect(answer.text.length).toBeLessThan(Number(answer.headers['content-length']));
    expect(drafts()).toBe(1);
    expect(bench.wire.at(-1)).toMatchObject({ status: 0, responseBody: null });
  });

  it('lose-task: the work goes on, and its task is nowhere', async () => {
    const { moid } = bench.cluster();
    bench.world.faults.add({ kind: 'lose-task', operation: '*?action=scan' });
    const scan = await bench.call(
      'wl-vc',
      `POST /esx/settings/clusters/${moid}/software?action=scan&vmw-task=true`,
    );
    expect(scan.status).toBe(202);
    expect((await bench.call('wl-vc', `GET /cis/tasks/${scan.body}`)).status).toBe(404);
  });

  it('succeed-task-undone: what the log says of the task is marked, and nothing else', async () => {
    const { moid } = bench.cluster();
    bench.world.faults.add({ kind: 'succeed-task-undone', operation: '*?action=scan' });
    const scan = `POST /esx/settings/clusters/${moid}/software?action=scan`;
    expect((await bench.task('wl-vc', scan)).result).toBeUndefined();
    expect(bench.wire.at(-1)?.offContract).toBe(true);
    await bench.task('wl-vc', scan);
    expect(bench.wire.at(-1)?.offContract).toBeUndefined();
  });

  it('slow waits lab seconds', async () => {
    bench.world.faults.add({ kind: 'slow', operation: 'GET /api/vcenter/host', seconds: 90 });
    let answered = false;
    const answer = bench.call('wl-vc', 'GET /vcenter/host').then((result) => {
      answered = true;
      return result;
    });
    await eventually('the fault to strike', () => bench.effects().includes('fault.fired'));
    bench.world.clock.step(80);
    expect(answered).toBe(false);
    bench.world.clock.step(20);
    expect((await answer).status).toBe(200);
  });

  it('matches an action but not other query parameters, and only the vCenter that is meant', async () => {
    const { moid } = bench.cluster();
    bench.world.faults.add({
      kind: 'http-503',
      operation: `POST /api/esx/settings/clusters/${moid}/software?action=scan`,
      target: 'ta-vc',
      count: 0,
    });
    const scan = `POST /esx/settings/clusters/${moid}/software?action=scan&vmw-task=true`;
    expect((await bench.call('wl-vc', scan)).status).toBe(202);
    bench.world.faults.clear();
    bench.world.faults.add({ kind: 'http-503', operation: 'POST /api/*/software?action=scan' });
    expect((await bench.call('wl-vc', scan)).status).toBe(503);
  });

  it('logs each exchange with login, query and bodies, and never a session token', async () => {
    const { body: token } = await bench.login('wl-vc');
    await bench.call('wl-vc', 'GET /vcenter/host?names=esx-1');
    expect(bench.wire.at(-1)).toMatchObject({
      vcenter: 'wl-vc',
      login: 'svc@vsphere.local',
      method: 'GET',
      path: '/api/vcenter/host?names=esx-1',
      requestBody: null,
      status: 200,
      responseBody: [{ name: 'esx-1' }],
    });
    const logged = JSON.stringify(bench.wire);
    expect(logged).not.toContain(token);
    expect(logged).not.toContain(Buffer.from('svc@vsphere.local:svc-pass').toString('base64'));
    expect(bench.wire.find(({ path }) => path === '/api/session')).toMatchObject({
      status: 201,
      responseBody: '<redacted>',
    });
  });
});
