import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClusterRef, EsxHost } from '../../../src/domain/model/inventory.js';
import type { TaskReading, TaskRef } from '../../../src/ports/vsphere.js';
import { eventually } from '../../support/eventually.js';
import { addExtraFields } from '../../support/extra-fields.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';

const target = '8.0.3-24022510';

const answers = [
  ['as the lab gives them', {}],
  ['with fields and elements that nobody here knows', { tamper: addExtraFields }],
] as const;

describe.each(answers)('one trusted host, from commit to attestation, answers %s', (_, options) => {
  let bench: LabVSphere;
  let host: EsxHost;
  let cluster: ClusterRef;
  let commit = '';
  beforeAll(async () => {
    bench = await startLabVSphere(options);
    const [prod] = await bench.vsphere.hosts.readClusters(bench.wl, ['Prod-A']);
    if (!prod?.hosts[0]) throw new Error('no host');
    [host, cluster] = [prod.hosts[0], prod.ref];
  });
  afterAll(() => bench.stop());

  const readHost = () => bench.vsphere.hosts.readHost(bench.wl, host.ref);
  const ended = (task: TaskRef, on = bench.wl): Promise<TaskReading> =>
    eventually(`task ${task.id}`, async () => {
      const reading = await bench.vsphere.tasks.readTask(on, task);
      return reading.state !== 'running' && reading;
    });

  it('commits the image; the commit is the task’s result and the desired one', async () => {
    const task = await bench.vsphere.lifecycle.startCommit(bench.wl, cluster, target, 'to U3');
    const reading = await ended(task);
    expect(reading).toMatchObject({ state: 'succeeded', result: expect.any(String) });
    const desired = await bench.vsphere.lifecycle.readDesired(bench.wl, cluster);
    expect(desired?.baseImage).toBe(target);
    commit = desired?.commit ?? '';
    expect(reading).toMatchObject({ result: commit });
  });

  it('replaces a stale draft of its own', async () => {
    const lab = bench.vcenter('wl-vc').clusters.get(cluster.moid);
    const session = [...bench.vcenter('wl-vc').sessions.values()].find(({ door }) => door === 'rest');
    if (!lab || !session) throw new Error('no cluster or session');
    bench.lab.world.createDraft(lab, session);
    const task = await bench.vsphere.lifecycle.startCommit(bench.wl, cluster, target, 'to U3 again');
    await expect(ended(task)).resolves.toMatchObject({ state: 'succeeded' });
    commit = (await bench.vsphere.lifecycle.readDesired(bench.wl, cluster))?.commit ?? '';
  });

  it('DG-16: writes a policy and puts the old one back whole', async () => {
    const { lifecycle } = bench.vsphere;
    const before = await lifecycle.readPolicy(bench.wl, cluster);
    await lifecycle.writePolicy(bench.wl, cluster, { ...before.raw, enable_quick_boot: true });
    await expect(lifecycle.readPolicy(bench.wl, cluster)).resolves.toMatchObject({ enableQuickBoot: true });
    await lifecycle.writePolicy(bench.wl, cluster, before.raw);
    await expect(lifecycle.readPolicy(bench.wl, cluster)).resolves.toEqual(before);
  });

  it('enters and leaves maintenance mode; a running task is found', async () => {
    const { hosts } = bench.vsphere;
    const enter = await hosts.enterMaintenance(bench.wl, host.ref);
    await expect(hosts.findMaintenanceTask(bench.wl, host.ref, 'enter')).resolves.toEqual(enter);
    await expect(ended(enter)).resolves.toMatchObject({ state: 'succeeded' });
    await expect(readHost()).resolves.toMatchObject({ inMaintenance: true, poweredOnVms: 0 });
    await expect(hosts.findMaintenanceTask(bench.wl, host.ref, 'enter')).resolves.toBeUndefined();
    await expect(ended(await hosts.exitMaintenance(bench.wl, host.ref))).resolves.toMatchObject({
      state: 'succeeded',
    });
    await expect(readHost()).resolves.toMatchObject({ inMaintenance: false });
  });

  it('checks, stages and applies the commit to this host alone', async () => {
    const { lifecycle, hosts } = bench.vsphere;
    await expect(
      ended(await lifecycle.startCheck(bench.wl, cluster, commit, [host.ref.moid])),
    ).resolves.toMatchObject({ state: 'succeeded', result: { status: 'OK' } });
    await ended(await lifecycle.startStage(bench.wl, cluster, commit, [host.ref.moid]));
    await ended(await hosts.enterMaintenance(bench.wl, host.ref));
    const apply = await lifecycle.startApply(bench.wl, cluster, commit, [host.ref.moid]);
    await expect(lifecycle.findSoftwareTask(bench.wl, cluster)).resolves.toEqual({
      task: apply,
      operation: 'apply',
      commit,
      hosts: [host.ref.moid],
    });
    await expect(ended(apply)).resolves.toMatchObject({ state: 'succeeded' });
    await expect(lifecycle.readLastApply(bench.wl, cluster)).resolves.toMatchObject({
      commit,
      failed: [],
      successful: [host.ref.moid],
    });
    const after = await readHost();
    expect(after).toMatchObject({ installed: target, connection: 'connected', boot: { type: 'full' } });
    expect(after.bootTime).not.toBe(host.bootTime);
    const [whole] = await hosts.readClusters(bench.wl, [cluster.name]);
    expect(whole?.hosts.filter(({ installed }) => installed === target)).toHaveLength(1);
  });

  it('says ALREADY_IN_DESIRED_STATE when there is nothing to apply', async () => {
    await expect(
      bench.vsphere.lifecycle
        .startApply(bench.wl, cluster, commit, [host.ref.moid])
        .then((task) => ended(task)),
    ).rejects.toMatchObject({ errorType: 'ALREADY_IN_DESIRED_STATE' });
  });

  it('IMG-3, IMG-4: downloads the image database from the host and imports it, once', async () => {
    const { trustAuthority, hosts } = bench.vsphere;
    const { bytes } = await hosts.downloadImageDatabase(await readHost(), bench.hostAccess);
    expect(bytes.length).toBeGreaterThan(300_000);
    const { cluster: ta } = await trustAuthority.readAuthority(bench.ta, 'TA');
    const task = await trustAuthority.startImport(bench.ta, ta, bytes);
    await expect(trustAuthority.findImport(bench.ta, ta)).resolves.toEqual(task);
    await expect(ended(task, bench.ta)).resolves.toMatchObject({ state: 'succeeded' });
    const image = await eventually('the image on every host', async () => {
      const { images } = await trustAuthority.readAuthority(bench.ta, 'TA');
      return images.find(({ version, health }) => version === target && health === 'OK');
    });
    expect(image.displayName).toContain('8.0.3');
    const again = await trustAuthority
      .startImport(bench.ta, ta, bytes)
      .then((second) => ended(second, bench.ta))
      .catch((error: unknown) => error);
    expect(again).toMatchObject({ errorType: 'ALREADY_EXISTS' });
  });

  it('ATT-2: is attested once the Trust Authority knows its version', async () => {
    const attestation = await eventually('attestation', async () => {
      const read = await bench.vsphere.hosts.readAttestation(bench.wl, host.ref);
      return read.status === 'attested' && read;
    });
    const { bootTime = '' } = await readHost();
    expect((attestation.attestedAt ?? '') > bootTime).toBe(true);
  });
});

describe.each(answers)('a vCenter appliance, answers %s', (_, options) => {
  let bench: LabVSphere;
  beforeAll(async () => {
    bench = await startLabVSphere({ speed: 4_000, ...options });
  });
  afterAll(() => bench.stop());

  it('is backed up, and the backup is found by its comment', async () => {
    const { appliance } = bench.vsphere;
    const job = await appliance.startBackup(bench.ta, 'before the upgrade');
    await expect(appliance.listBackups(bench.ta)).resolves.toEqual([
      expect.objectContaining({ id: job, state: 'INPROGRESS', comment: 'before the upgrade' }),
    ]);
    const done = await eventually('the backup', async () => {
      const read = await appliance.readBackup(bench.ta, job);
      return read.state !== 'running' && read;
    });
    expect(done).toMatchObject({ state: 'succeeded', progress: 100 });
    const { lastBackupAt } = await appliance.readVCenter(bench.ta);
    expect(lastBackupAt).toBe(done.endedAt);
  });

  it('is prechecked, staged, installed; its absence passes', async () => {
    const { appliance } = bench.vsphere;
    await expect(appliance.precheck(bench.ta, '8.0.3.00000')).resolves.toMatchObject({ errors: [] });
    await expect(appliance.precheck(bench.ta, '9.0.0')).rejects.toMatchObject({ kind: 'not-found' });
    await appliance.stage(bench.ta, '8.0.3.00000');
    await eventually('staging', async () => {
      const { staged } = await appliance.readUpdate(bench.ta);
      return staged === '8.0.3.00000';
    });
    await appliance.install(bench.ta, '8.0.3.00000');
    const outage: unknown[] = [];
    await eventually('the end of the installation', async () => {
      try {
        return (await appliance.readUpdate(bench.ta)).state === 'UP_TO_DATE';
      } catch (error) {
        outage.push(error);
        return false;
      }
    });
    expect(outage.length).toBeGreaterThan(0);
    for (const error of outage) expect(error).toMatchObject({ kind: 'passing' });
    await expect(appliance.readVCenter(bench.ta)).resolves.toMatchObject({
      current: { version: '8.0.3.00000', build: '24022515' },
      updateState: 'UP_TO_DATE',
      pending: [],
    });
    // SOAP has a new session, and speaks what the new release offers.
    await expect(bench.vsphere.hosts.readClusters(bench.ta, ['TA'])).resolves.toHaveLength(1);
  });
});
