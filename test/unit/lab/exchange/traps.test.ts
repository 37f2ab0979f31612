import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TrapSpec } from '../../../../src/lab/exchange/traps.js';
import { RestBench } from '../../../support/lab-rest.js';
import { SoapBench } from '../../../support/soap-bench.js';

describe('traps of the REST door', () => {
  let bench: RestBench;
  let draft: string;
  beforeEach(async () => {
    bench = await RestBench.start();
    draft = `POST /esx/settings/clusters/${bench.cluster().moid}/software/drafts`;
    await bench.call('wl-vc', 'GET /session');
  });
  afterEach(async () => {
    bench.world.traps.close();
    await bench.stop();
  });
  const drafts = () => bench.cluster().drafts.size;
  const trap = (spec: Partial<TrapSpec>) =>
    bench.world.traps.add({ operation: 'POST /api/esx/*/drafts', occurrence: 1, point: 'before', ...spec });
  const hit = (id: string) => bench.world.traps.wait(id, 10);
  const release = (id: string, how?: 'proceed' | 'drop') => bench.world.traps.release(id, how);

  it('before: the exchange is held without its effect while lab time goes on, and then proceeds', async () => {
    const { id } = trap({});
    const answer = bench.call('wl-vc', draft);
    expect(await hit(id)).toMatchObject({ state: 'hit', subject: 'Prod' });
    bench.world.clock.step(3600);
    expect(drafts()).toBe(0);
    expect(release(id)).toBe(true);
    expect((await answer).status).toBe(201);
    expect(drafts()).toBe(1);
    expect(release(id)).toBe(false);
  });

  it('before and dropped: the connection goes and nothing happens', async () => {
    const { id } = trap({});
    const answer = bench.call('wl-vc', draft);
    await hit(id);
    release(id, 'drop');
    expect((await answer).status).toBe(0);
    expect(drafts()).toBe(0);
    expect(bench.entries('fault.fired')).toMatchObject([{ detail: { fault: 'trap-before' } }]);
  });

  it('after: the effect is there, the answer is not', async () => {
    const { id } = trap({ point: 'after' });
    let answered = false;
    const answer = bench.call('wl-vc', draft).then((it) => ((answered = true), it));
    await hit(id);
    expect([drafts(), answered]).toEqual([1, false]);
    release(id);
    expect((await answer).status).toBe(201);
  });

  it('lost-answer: released without a word, the answer is lost', async () => {
    const { id } = trap({ point: 'lost-answer' });
    const answer = bench.call('wl-vc', draft);
    await hit(id);
    release(id);
    expect([(await answer).status, drafts()]).toEqual([0, 1]);
  });

  it('strikes the n-th request alone', async () => {
    const { id } = trap({ operation: 'GET /api/vcenter/host', occurrence: 2 });
    const read = () => bench.call('wl-vc', 'GET /vcenter/host');
    expect((await read()).status).toBe(200);
    const held = read();
    expect(await hit(id)).toMatchObject({ seen: 2 });
    expect((await read()).status).toBe(200);
    release(id);
    expect((await held).status).toBe(200);
  });

  it('a request that waits dies with its vCenter or with its session', async () => {
    const first = trap({});
    const held = bench.call('wl-vc', draft);
    await hit(first.id);
    bench.world.faults.add({ kind: 'outage', target: 'wl-vc', seconds: 60 });
    release(first.id);
    expect((await held).status).toBe(0);
    bench.world.clock.step(61);
    await bench.login('wl-vc');
    const second = trap({});
    const { body: token } = await bench.login('wl-vc');
    const later = bench.raw('wl-vc', 'POST', draft.replace('POST ', '/api'), {
      'vmware-api-session-id': token,
    });
    await hit(second.id);
    bench.world.logout(bench.vcenter('wl-vc'), token as string);
    release(second.id);
    expect((await later).status).toBe(401);
    expect(drafts()).toBe(0);
  });

  it('knows the hosts that an apply is about', async () => {
    const commit = bench.commitNew();
    const { id } = trap({ operation: '*?action=apply', host: 'esx-2', point: 'after' });
    const apply = (name: string) =>
      bench.call(
        'wl-vc',
        `POST /esx/settings/clusters/${bench.cluster().moid}/software?action=apply&vmw-task=true`,
        { commit, hosts: [bench.host(name).moid], accept_eula: true },
      );
    expect((await apply('esx-1')).status).toBe(202);
    for (let i = 0; i < 40; i += 1) {
      bench.minutes(5);
      await bench.call('wl-vc', 'GET /session');
    }
    const held = apply('esx-2');
    const found = await hit(id);
    expect(found).toMatchObject({ state: 'hit', subject: 'esx-2', seen: 1 });
    const done = bench.world.journal.entries.slice(0, found?.journalSeq);
    expect(done.slice(-2)).toMatchObject([
      { effect: 'cluster.apply.requested', detail: { hosts: ['esx-2'] } },
      { effect: 'host.maintenance.requested', subject: 'esx-2' },
    ]);
    release(id);
    expect((await held).status).toBe(202);
  });

  it('any effect: reads, logins and refused orders do not count after the effect', async () => {
    const { id } = trap({ operation: 'effect:*', point: 'after' });
    await bench.call('wl-vc', 'GET /vcenter/host');
    await bench.call('wl-vc', 'POST /cis/tasks?action=list', {});
    await bench.login('wl-vc');
    const { moid } = bench.cluster();
    const refused = await bench.call('wl-vc', `DELETE /esx/settings/clusters/${moid}/software/drafts/9`);
    expect(refused.status).toBe(404);
    expect(bench.world.traps.get(id)).toMatchObject({ state: 'armed', seen: 0 });
    const held = bench.call('wl-vc', draft);
    expect(await hit(id)).toMatchObject({ state: 'hit', seen: 1 });
    expect(drafts()).toBe(1);
    release(id);
    await held;
  });

  it('any effect, before it: an order is held', async () => {
    const { id } = trap({ operation: 'effect:*' });
    await bench.call('wl-vc', 'GET /vcenter/host');
    const held = bench.call('wl-vc', draft);
    expect(await hit(id)).toMatchObject({ state: 'hit' });
    expect(drafts()).toBe(0);
    release(id);
    expect((await held).status).toBe(201);
  });

  it('that is removed lets go what it holds', async () => {
    const { id } = trap({});
    const held = bench.call('wl-vc', draft);
    await hit(id);
    expect(bench.world.traps.remove(id)).toBe(true);
    expect((await held).status).toBe(201);
    expect(await hit(id)).toBeUndefined();
  });
});

describe('traps of the vim25 doors', () => {
  let bench: SoapBench;
  beforeEach(async () => {
    bench = new SoapBench();
    await bench.login();
  });
  afterEach(async () => {
    bench.lab.world.traps.close();
    await bench.close();
  });
  const traps = () => bench.lab.world.traps;
  const enter = (host: string) =>
    bench.call(
      'EnterMaintenanceMode_Task',
      `HostSystem:${bench.lab.host(host).moid}`,
      '<timeout>0</timeout>',
    );

  it('hold a method of one host', async () => {
    const operation = 'HostSystem.EnterMaintenanceMode_Task';
    const { id } = traps().add({ operation, host: 'esx-2', occurrence: 1, point: 'lost-answer' });
    expect((await enter('esx-1')).status).toBe(200);
    const lost = enter('esx-2').catch(() => 'cut');
    expect(await traps().wait(id, 10)).toMatchObject({ state: 'hit', subject: 'esx-2' });
    expect(bench.lab.entries('host.maintenance.requested')).toHaveLength(2);
    traps().release(id);
    expect(await lost).toBe('cut');
  });

  it('hold what an ESXi host is asked for', async () => {
    const { id } = traps().add({
      operation: 'GET /boot_imgdb.tgz',
      target: 'esx-1',
      occurrence: 1,
      point: 'before',
    });
    const [user] = bench.lab.world.hostUsers(bench.lab.vcenter('wl-vc'));
    const basic = Buffer.from(`${user?.name}:${user?.password}`).toString('base64');
    const file = fetch(`${await bench.url('esx-1')}/boot_imgdb.tgz`, {
      headers: { authorization: `Basic ${basic}` },
    });
    expect(await traps().wait(id, 10)).toMatchObject({ state: 'hit', subject: 'esx-1' });
    traps().release(id);
    expect((await file).status).toBe(200);
  });
});
