import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHostActivities } from '../../src/activities/hosts.js';
import { eventually } from '../support/eventually.js';
import { aPatience, anEnvironment } from '../support/fake-vsphere.js';
import { describeWithPeer } from '../support/peers.js';
import { memoryBlobs } from '../support/memory-blobs.js';
import { startVcsim, type Vcsim } from '../support/vcsim.js';
import { connectTo, vcsimBench, type Clients } from '../support/vcsim-bench.js';
import { hostRefs } from '../support/vim-calls.js';

/** Never done by itself. */
const endless = { EnterMaintenanceMode: 3_600_000 };

describeWithPeer('vcsim', 'our vim25 client and vcsim: restart in the middle of a wait', (path) => {
  let vcsim: Vcsim;
  let clients: Clients;
  beforeAll(async () => {
    vcsim = await startVcsim(path, { taskDelay: endless });
    clients = connectTo(vcsim.vcenter());
  });
  afterAll(async () => {
    await clients.close();
    await vcsim.stop();
  });

  it('row 24: the wait sees a passing fault, then a new session, then that the task is gone, and judges by the host', async () => {
    const { vsphere, vcenter, soap } = clients;
    const [host] = await hostRefs(soap);
    const task = await vsphere.hosts.enterMaintenance(vcenter, host!);
    const readTask = () => vsphere.tasks.readTask(vcenter, task);
    await expect(readTask()).resolves.toMatchObject({ state: 'running' });

    const activities = createHostActivities({ vsphere, blobs: memoryBlobs(), timeScale: 200 });
    const { run, seen } = anEnvironment();
    const waiting = run(activities.awaitMaintenance, { vcenter, host: host!, task, patience: aPatience() });
    const beats = (text: string) => eventually(text, () => JSON.stringify(seen).includes(text));
    await beats('0 powered-on VMs');

    const { host: address } = new URL(vcsim.url);
    await vcsim.kill();
    await expect(readTask()).rejects.toMatchObject({ kind: 'passing', server: 'vcsim' });
    await beats('cannot connect');

    vcsim = await startVcsim(path, { taskDelay: endless, listen: address });
    await expect(readTask()).resolves.toEqual({ state: 'gone' });
    // The host is not in maintenance mode and nothing is bringing it there: no success, and no blind repetition.
    await expect(waiting).resolves.toEqual({
      state: 'failed',
      error: 'the host is not in maintenance mode, and no task is under way',
    });
    const methods = (await vcsim.calls()).map(({ method }) => method);
    expect(methods).not.toContain('EnterMaintenanceMode_Task');
    // One for the ports; the clients below them have not been asked again.
    expect(methods.filter((method) => method === 'Login')).toHaveLength(1);
  });
});

describeWithPeer('vcsim', 'our vim25 client and vcsim: bad lines and busy services', (path) => {
  const bench = vcsimBench(path, { taskDelay: endless });
  const enter = 'EnterMaintenanceMode_Task';
  const setUp = async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const hosts = await hostRefs(soap);
    return { vsphere, vcenter, hosts, read: () => vsphere.hosts.readHost(vcenter, hosts[0]!) };
  };

  it('row 25: 503 is passing and keeps Retry-After; nobody knocks again before that time', async () => {
    const { read } = await setUp();
    await bench.vcsim.spoil({ method: 'CurrentTime', status: 503, retryAfter: 1 });
    const calls = await bench.vcsim.during(async () => {
      await expect(read()).rejects.toMatchObject({ kind: 'passing', status: 503, retryAfterSeconds: 1 });
      await expect(read()).rejects.toMatchObject({ kind: 'passing', errorType: 'THROTTLED' });
    });
    expect(calls.filter(({ method }) => method === 'CurrentTime')).toHaveLength(1);
    const host = await eventually('the end of the silence', () => read().catch(() => undefined));
    expect(host).toMatchObject({ connection: 'connected' });
  });

  it.each`
    spoilt                | call         | kind
    ${{ status: 503 }}    | ${'a write'} | ${'passing'}
    ${{ status: 502 }}    | ${'a write'} | ${'unknown-outcome'}
    ${{ status: 504 }}    | ${'a write'} | ${'unknown-outcome'}
    ${{ truncate: true }} | ${'a write'} | ${'unknown-outcome'}
    ${{ drop: true }}     | ${'a write'} | ${'unknown-outcome'}
  `('row 25: $call that meets $spoilt is $kind and is sent once', async ({ spoilt, kind }) => {
    const { vsphere, vcenter, hosts } = await setUp();
    await bench.vcsim.spoil({ method: enter, ...(spoilt as object) });
    const calls = await bench.vcsim.during(async () => {
      await expect(vsphere.hosts.enterMaintenance(vcenter, hosts[1]!)).rejects.toMatchObject({ kind });
    });
    expect(calls.map(({ method }) => method)).toEqual([enter]);
  });

  it.each([{ status: 502 }, { truncate: true }, { drop: true }])(
    'row 25: a read that meets %p is passing, and the next one works',
    async (spoilt) => {
      const { read } = await setUp();
      await bench.vcsim.spoil({ method: 'RetrievePropertiesEx', ...spoilt });
      await expect(read()).rejects.toMatchObject({ kind: 'passing' });
      await expect(read()).resolves.toMatchObject({ connection: 'connected' });
    },
  );

  describe('row 25: an answer that comes too late', () => {
    it('is passing for a read, and of unknown outcome for a write', async () => {
      const { hosts } = await setUp();
      const hasty = bench.connect({ timeouts: { request: 300 } });
      await hasty.vsphere.hosts.readHost(hasty.vcenter, hosts[0]!);
      await bench.vcsim.spoil({ method: 'QueryEvents', delayMilliseconds: 1_000 });
      await expect(hasty.vsphere.hosts.readHost(hasty.vcenter, hosts[0]!)).rejects.toMatchObject({
        kind: 'passing',
        operation: 'EventManager.QueryEvents',
      });
      await bench.vcsim.spoil({ method: enter, delayMilliseconds: 1_000 });
      await expect(hasty.vsphere.hosts.enterMaintenance(hasty.vcenter, hosts[2]!)).rejects.toMatchObject({
        kind: 'unknown-outcome',
      });
    });

    it('leaves the task to be found and adopted instead of started again', async () => {
      const { vsphere, vcenter, hosts } = await setUp();
      await bench.vcsim.spoil({ method: enter, drop: true });
      await expect(vsphere.hosts.enterMaintenance(vcenter, hosts[0]!)).rejects.toMatchObject({
        kind: 'unknown-outcome',
      });
      const activities = createHostActivities({ vsphere, blobs: memoryBlobs(), timeScale: 1 });
      const calls = await bench.vcsim.during(async () => {
        const started = await anEnvironment().run(activities.startMaintenance, { vcenter, host: hosts[0]! });
        expect(started.task).toMatchObject({ kind: 'vim' });
        await expect(vsphere.tasks.readTask(vcenter, started.task!)).resolves.toMatchObject({
          state: 'running',
        });
      });
      expect(calls.map(({ method }) => method)).not.toContain(enter);
    });
  });
});
