import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { EsxCluster } from '../../../src/domain/model/inventory.js';
import { eventually } from '../../support/eventually.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';

describe('faults', () => {
  let bench: LabVSphere;
  let cluster: EsxCluster;
  beforeAll(async () => {
    bench = await startLabVSphere({ speed: 600 });
    [cluster] = (await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A'])) as [EsxCluster];
  });
  afterEach(() => bench.lab.world.faults.clear());
  afterAll(() => bench.stop());
  const faults = () => bench.lab.world.faults;
  const effects = (effect: string) =>
    bench.lab.world.journal.entries.filter((entry) => entry.effect === effect);

  it('ended sessions are renewed, once for all callers and each protocol', async () => {
    const vcenter = bench.vcenter('wl-vc');
    vcenter.sessions.clear();
    const before = effects('session.opened').length;
    await Promise.all(
      Array.from({ length: 5 }, () => bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A'])),
    );
    expect(effects('session.opened').length - before).toBe(2);
  });

  it('a write whose answer is dropped has an unknown outcome, and what it began is found', async () => {
    const host = cluster.hosts[3];
    if (!host) throw new Error('no host');
    faults().add({ kind: 'drop-answer-after-effect', operation: 'HostSystem.EnterMaintenanceMode_Task' });
    // What it begins must still run when it is looked for.
    bench.lab.world.clock.pause();
    const lost = bench.vsphere.hosts.enterMaintenance(bench.wl, host.ref);
    await expect(lost).rejects.toMatchObject({ kind: 'unknown-outcome' });
    const task = await bench.vsphere.hosts.findMaintenanceTask(bench.wl, host.ref, 'enter');
    expect(task).toMatchObject({ kind: 'vim' });
    expect(effects('host.maintenance.requested')).toHaveLength(1);
    bench.lab.world.clock.resume();
  });

  it('an apply that is cut before its effect has an unknown outcome too, and nothing runs', async () => {
    const task = await bench.vsphere.lifecycle.startCommit(bench.wl, cluster.ref, '8.0.3-24022510', 'm');
    await eventually('the commit', async () => {
      const reading = await bench.vsphere.tasks.readTask(bench.wl, task);
      return reading.state === 'succeeded';
    });
    const commit = (await bench.vsphere.lifecycle.readDesired(bench.wl, cluster.ref))?.commit ?? '';
    faults().add({ kind: 'reset-before-effect', operation: 'POST /api/esx/settings/clusters/*apply*' });
    const moid = cluster.hosts[0]?.ref.moid ?? '';
    await expect(
      bench.vsphere.lifecycle.startApply(bench.wl, cluster.ref, commit, [moid]),
    ).rejects.toMatchObject({ kind: 'unknown-outcome' });
    await expect(bench.vsphere.lifecycle.findSoftwareTask(bench.wl, cluster.ref)).resolves.toBeUndefined();
    expect(effects('cluster.apply.requested')).toHaveLength(0);
  });

  it('ATT-4: a failed task is told of its host and of its vCenter, with time and error, and of no other host', async () => {
    const [one, other] = [cluster.hosts[1]?.ref, cluster.hosts[2]?.ref];
    if (!one || !other) throw new Error('no hosts');
    faults().add({ kind: 'fail-task', operation: 'HostSystem.EnterMaintenanceMode_Task' });
    await bench.vsphere.hosts.enterMaintenance(bench.wl, one);
    const told = {
      name: 'HostSystem.enterMaintenanceMode',
      error: expect.stringContaining('failed by the lab'),
      endedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    };
    await eventually('the failed task', async () => {
      const failed = await bench.vsphere.tasks.listFailed(bench.wl, one);
      if (failed.length === 0) return false;
      expect(failed).toEqual([told]);
      return true;
    });
    expect(await bench.vsphere.tasks.listFailed(bench.wl, undefined)).toEqual([told]);
    expect(await bench.vsphere.tasks.listFailed(bench.wl, other)).toEqual([]);
  });

  it('503 passes', async () => {
    faults().add({ kind: 'http-503', operation: 'GET /api/appliance/system/version' });
    await expect(bench.vsphere.appliance.readVersion(bench.wl)).rejects.toMatchObject({
      kind: 'passing',
      status: 503,
    });
    await expect(bench.vsphere.appliance.readVersion(bench.wl)).resolves.toMatchObject({ build: '22385739' });
  });

  it('no error text holds a password or a session', async () => {
    const wrong = { ...bench.wl, url: bench.ta.url };
    const errors = await Promise.allSettled([
      bench.vsphere.appliance.readVersion(wrong),
      bench.vsphere.hosts.readClusters(bench.wl, ['none']),
      bench.vsphere.appliance.install(bench.wl, '8.0.3.00000'),
      bench.vsphere.lifecycle.startApply(bench.wl, cluster.ref, '99', ['host-0']),
    ]);
    expect(errors.map(({ status }) => status)).toEqual(errors.map(() => 'rejected'));
    const text = errors
      .map((result) => (result.status === 'rejected' ? (result.reason as Error) : new Error()))
      .map((error) => `${error.stack ?? ''} ${JSON.stringify(error)}`)
      .join();
    for (const secret of bench.secrets()) expect(text).not.toContain(secret);
  });
});
