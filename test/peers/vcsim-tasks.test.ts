import { expect, it } from '@jest/globals';
import { createHostActivities } from '../../src/activities/hosts.js';
import { DURATIONS } from '../../src/domain/durations.js';
import type { HostRef } from '../../src/domain/model/inventory.js';
import { foreignTasks, ownTasks } from '../../src/domain/safety/index.js';
import type { TaskRef } from '../../src/ports/vsphere.js';
import { aPatience, anEnvironment } from '../support/fake-vsphere.js';
import { memoryBlobs } from '../support/memory-blobs.js';
import { eventually } from '../support/eventually.js';
import { describeWithPeer } from '../support/peers.js';
import { watchUpdates } from '../support/vim-updates.js';
import { vcsimUser } from '../support/vcsim.js';
import { vcsimBench } from '../support/vcsim-bench.js';
import { hostOf, hostRefs, invoke, taskEnd } from '../support/vim-calls.js';

describeWithPeer('vcsim', 'our vim25 client and vcsim: tasks', (path) => {
  // Long enough for a test to see the task running, and for one wait of a second to run out.
  const bench = vcsimBench(path, { hosts: 6, taskDelay: { EnterMaintenanceMode: 2_000 } });
  const host = async (index: number) => (await hostRefs(bench.clients.soap))[index]!;

  it('row 13: maintenance mode in and out, waited for by the task, judged by the host', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const one = await host(0);
    const inMaintenance = async () => (await vsphere.hosts.readHost(vcenter, one)).inMaintenance;
    const enter = await vsphere.hosts.enterMaintenance(vcenter, one);
    await expect(vsphere.tasks.readTask(vcenter, enter)).resolves.toMatchObject({ state: 'running' });
    // Still false on its way in, as on a vCenter.
    await expect(inMaintenance()).resolves.toBe(false);
    await expect(vsphere.hosts.findMaintenanceTask(vcenter, one, 'enter')).resolves.toEqual(enter);
    await expect(vsphere.hosts.findMaintenanceTask(vcenter, one, 'exit')).resolves.toBeUndefined();
    const entered = await taskEnd(soap, enter.id);
    expect(entered).toMatchObject({ state: 'succeeded', endedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    await expect(inMaintenance()).resolves.toBe(true);
    await expect(vsphere.hosts.findMaintenanceTask(vcenter, one, 'enter')).resolves.toBeUndefined();
    const exit = await vsphere.hosts.exitMaintenance(vcenter, one);
    await expect(taskEnd(soap, exit.id)).resolves.toMatchObject({ state: 'succeeded' });
    await expect(inMaintenance()).resolves.toBe(false);
  });

  it('row 14: the activity sees running and then done, with a heartbeat at each look and a pause between', async () => {
    const { vsphere, vcenter } = bench.clients;
    const timeScale = 40;
    const pollMs = (DURATIONS.evacuation.pollSeconds * 1_000) / timeScale;
    const activities = createHostActivities({ vsphere, blobs: memoryBlobs(), timeScale });
    const one = { vcenter, host: await host(1) };
    const { run, seen } = anEnvironment();
    const started = await run(activities.startMaintenance, one);
    const from = Date.now();
    const looks = await bench.vcsim.during(async () => {
      const watched = run(activities.awaitMaintenance, { ...one, ...started, patience: aPatience() });
      await expect(watched).resolves.toMatchObject({ state: 'done', value: { inMaintenance: true } });
    });
    const count = looks.filter(({ method }) => method === 'CurrentTime').length;
    expect(count).toBeGreaterThan(1);
    expect(count).toBeLessThanOrEqual((Date.now() - from) / pollMs + 1);
    expect(seen).toEqual(Array.from({ length: count - 1 }, () => ({ have: '0 powered-on VMs on the host' })));
    // Once the host is in, there is nothing to start.
    await expect(run(activities.startMaintenance, one)).resolves.toEqual({});
  });

  it('DG-12: its recent tasks that run are listed, for a client that only reads too', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const [one, two] = [await host(4), await host(5)];
    const [first, second] = [
      await vsphere.hosts.enterMaintenance(vcenter, one),
      await vsphere.hosts.enterMaintenance(vcenter, two),
    ];
    const list = await vsphere.tasks.listRunning(vcenter);
    const running = ([task, { moid }]: [TaskRef, HostRef]) => ({
      id: task.id,
      operation: 'HostSystem.enterMaintenanceMode',
      // It names no entity and signs every task with its own name, whoever began it.
      entity: { type: 'HostSystem', moid, name: moid },
      user: 'vcsim',
      since: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const expected = (
      [
        [first, one],
        [second, two],
      ] as [TaskRef, HostRef][]
    ).map(running);
    expect(list).toMatchObject({ vcenter: 'vcsim', tasks: expected });
    expect(list.login).toBe(vcsimUser);
    expect(foreignTasks(list, 'vcenter')).toEqual(list.tasks);
    expect(ownTasks({ ...list, login: 'VSPHERE.LOCAL\\vcsim' })).toEqual(list.tasks);
    const reader = bench.connect({ readOnly: true });
    await expect(reader.vsphere.tasks.listRunning(vcenter)).resolves.toMatchObject({ tasks: expected });
    await taskEnd(soap, first.id);
    await taskEnd(soap, second.id);
    await expect(vsphere.tasks.listRunning(vcenter)).resolves.toMatchObject({ tasks: [] });
    await expect(vsphere.tasks.listFailed(vcenter, undefined)).resolves.toEqual([]);
  });

  it('row 15: WaitForUpdatesEx on the task: a time-out is no answer, and the wait goes on from there', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const { id } = await vsphere.hosts.enterMaintenance(vcenter, await host(2));
    const updates = await watchUpdates(soap, { type: 'Task', value: id }, 'info.state');
    expect(await updates.next(0)).toEqual({ kind: 'enter', value: 'running' });
    expect(await updates.next(1)).toBeUndefined();
    expect(await updates.next(10)).toEqual({ kind: 'modify', value: 'success' });
    await updates.end();
  });

  it('row 15: a wait that is cancelled from elsewhere is a passing fault', async () => {
    const { soap } = bench.clients;
    const one = await host(3);
    const updates = await watchUpdates(soap, hostOf(one), 'runtime.inMaintenanceMode');
    expect(await updates.next(0)).toEqual({ kind: 'enter', value: 'false' });
    const before = (await bench.vcsim.calls()).length;
    const waiting = updates.next(30);
    await eventually('the wait at vcsim', async () =>
      (await bench.vcsim.calls()).slice(before).some(({ method }) => method === 'WaitForUpdatesEx'),
    );
    let hasEnded = false;
    const noted = waiting.catch(() => undefined).finally(() => (hasEnded = true));
    // Until the wait has begun inside the server there is nothing to cancel, and vcsim does not mind.
    await eventually('the end of the wait', async () => {
      await updates.cancel();
      return hasEnded;
    });
    await noted;
    await expect(waiting).rejects.toMatchObject({ kind: 'passing', errorType: 'RequestCanceled' });
    await updates.end();
  });

  it('row 16: a task that is cancelled ends as failed with RequestCanceled', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const task = await vsphere.hosts.enterMaintenance(vcenter, await host(3));
    await invoke(soap, { type: 'Task', value: task.id }, 'CancelTask');
    // vcsim lets it flip to success when its delay is over; a vCenter leaves it so.
    await expect(vsphere.tasks.readTask(vcenter, task)).resolves.toMatchObject({
      state: 'failed',
      errorType: 'RequestCanceled',
      error: 'The task was canceled by a user',
    });
    await taskEnd(soap, task.id);
    await expect(invoke(soap, { type: 'Task', value: task.id }, 'CancelTask')).rejects.toMatchObject({
      kind: 'state',
      errorType: 'InvalidState',
    });
  });
});
