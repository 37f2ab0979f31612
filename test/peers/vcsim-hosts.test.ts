import { describe, expect, it } from '@jest/globals';
import type { HostRef } from '../../src/domain/model/inventory.js';
import { readClusterInventory } from '../../src/vsphere/soap/inventory.js';
import { element, ref, value } from '../../src/vsphere/soap/write-xml.js';
import { at, childrenOf, refOf, refsOf, textAt, type MoRef } from '../../src/vsphere/soap/xml-node.js';
import { describeWithPeer } from '../support/peers.js';
import { vcsimBench } from '../support/vcsim-bench.js';
import {
  hostOf,
  hostRefs,
  inContainerView,
  invoke,
  property,
  runTask,
  startTask,
  taskEnd,
} from '../support/vim-calls.js';

describeWithPeer('vcsim', 'our vim25 client and vcsim: hosts', (path) => {
  const bench = vcsimBench(path, { clusters: 2, hosts: 3, machines: 2 });
  const named = async (name: string): Promise<HostRef> => {
    const found = (await hostRefs(bench.clients.soap)).find((host) => host.name === name);
    if (!found) throw new Error(`no host ${name}`);
    return found;
  };
  const cluster = async (name: string): Promise<MoRef> => {
    const { soap } = bench.clients;
    for (const ref of await inContainerView(soap, 'ClusterComputeResource')) {
      if ((await property(soap, ref, 'name'))?.text === name) return ref;
    }
    throw new Error(`no cluster ${name}`);
  };
  const read = (host: HostRef) => bench.clients.vsphere.hosts.readHost(bench.clients.vcenter, host);
  const maintain = async (host: HostRef): Promise<void> => {
    const { vsphere, vcenter, soap } = bench.clients;
    const { id } = await vsphere.hosts.enterMaintenance(vcenter, host);
    await expect(taskEnd(soap, id)).resolves.toMatchObject({ state: 'succeeded' });
  };

  it('row 17: a host moves between clusters in maintenance mode only, and back again', async () => {
    const { soap } = bench.clients;
    const host = await named('DC0_C0_H0');
    const [home, other] = [await cluster('DC0_C0'), await cluster('DC0_C1')];
    const move = (to: MoRef) => runTask(soap, to, 'MoveInto_Task', [ref('host', hostOf(host))]);
    const parent = async () => (await read(host)).cluster.moid;
    await expect(move(other)).resolves.toMatchObject({ state: 'failed', errorType: 'InvalidState' });
    expect(await parent()).toBe(home.value);
    await maintain(host);
    await expect(move(other)).resolves.toMatchObject({ state: 'succeeded' });
    expect(await parent()).toBe(other.value);
    expect(refsOf(await property(soap, other, 'host'))).toContainEqual(hostOf(host));
    // The second time it fails; that the host is where it should be is read from its parent.
    await expect(move(other)).resolves.toMatchObject({ state: 'failed', errorType: 'DuplicateName' });
    expect(await parent()).toBe(other.value);
    await expect(move(home)).resolves.toMatchObject({ state: 'succeeded' });
    expect(await read(host)).toMatchObject({ cluster: { moid: home.value, name: 'DC0_C0' }, ref: host });
  });

  it('row 18: disconnected and connected again, as the host tells', async () => {
    const { vsphere, vcenter, soap } = bench.clients;
    const host = await named('DC0_C0_H1');
    await expect(runTask(soap, hostOf(host), 'DisconnectHost_Task')).resolves.toMatchObject({
      state: 'succeeded',
    });
    expect((await read(host)).connection).toBe('disconnected');
    const { id } = await vsphere.hosts.reconnect(vcenter, host);
    await expect(taskEnd(soap, id)).resolves.toMatchObject({ state: 'succeeded' });
    expect((await read(host)).connection).toBe('connected');
  });

  it('row 19: an added host is the result of its task, and one taken out is not found', async () => {
    const { soap } = bench.clients;
    const home = await cluster('DC0_C1');
    const spec = element('spec', [
      value('hostName', 'esx-new.example.com'),
      value('userName', 'root'),
      value('password', 'its-own-Pass1'),
      value('force', true),
    ]);
    const task = await startTask(soap, home, 'AddHost_Task', [spec, value('asConnected', true)]);
    await expect(taskEnd(soap, task)).resolves.toMatchObject({ state: 'succeeded' });
    const added = refOf(at(await property(soap, { type: 'Task', value: task }, 'info'), 'result'));
    expect(added).toMatchObject({ type: 'HostSystem' });
    const host = await named('esx-new.example.com');
    expect(hostOf(host)).toEqual(added);
    expect(await read(host)).toMatchObject({ cluster: { name: 'DC0_C1' }, connection: 'connected' });
    // No test may add a host after this: v0.56.0 panics then.
    await expect(runTask(soap, hostOf(host), 'Destroy_Task')).resolves.toMatchObject({ state: 'succeeded' });
    const gone = { kind: 'not-found', errorType: 'ManagedObjectNotFound' };
    await expect(read(host)).rejects.toMatchObject(gone);
    await expect(startTask(soap, hostOf(host), 'Destroy_Task')).rejects.toMatchObject(gone);
    // vcsim leaves the dead reference in the cluster; a read of the cluster must get over it.
    expect(refsOf(await property(soap, home, 'host'))).toContainEqual(added);
    const pass = await readClusterInventory(soap, [home.value]);
    expect(pass.hosts.map(({ name }) => name)).not.toContain(host.name);
    expect(pass.hosts.length).toBeGreaterThan(0);
  });

  it('row 19: a host with VMs on it cannot be taken out', async () => {
    const { soap } = bench.clients;
    const hosts = await Promise.all((await hostRefs(soap)).map(read));
    const busy = hosts.find(({ poweredOnVms }) => poweredOnVms > 0);
    expect(busy).toBeDefined();
    await expect(runTask(soap, hostOf(busy!.ref), 'Destroy_Task')).resolves.toMatchObject({
      state: 'failed',
      errorType: 'ResourceInUse',
    });
    expect((await read(busy!.ref)).ref).toEqual(busy!.ref);
  });

  describe('row 20: a restart is seen by the state of the host', () => {
    const reboot = (host: HostRef) =>
      runTask(bench.clients.soap, hostOf(host), 'RebootHost_Task', [value('force', false)]);

    it('is refused outside of maintenance mode', async () => {
      const host = await named('DC0_C1_H0');
      const before = await read(host);
      await expect(reboot(host)).resolves.toMatchObject({ state: 'failed', errorType: 'InvalidState' });
      expect(await read(host)).toEqual(before);
    });

    it('goes from not responding to connected with a new boot time, also for a watcher that came later', async () => {
      const host = await named('DC0_C1_H1');
      await maintain(host);
      const { bootTime } = await read(host);
      // The task ends when the host goes down, as on a vCenter: it says nothing about the restart.
      await expect(reboot(host)).resolves.toMatchObject({ state: 'succeeded' });
      expect(await read(host)).toMatchObject({ connection: 'notResponding', bootTime });
      const later = bench.connect();
      const watcher = () => later.vsphere.hosts.readHost(later.vcenter, host);
      expect(await watcher()).toMatchObject({ connection: 'notResponding', bootTime });
      await bench.vcsim.boot(host.moid);
      const back = await watcher();
      expect(back).toMatchObject({ connection: 'connected', inMaintenance: true });
      expect(Date.parse(back.bootTime ?? '')).toBeGreaterThan(Date.parse(bootTime ?? ''));
      expect((await read(host)).bootTime).toBe(back.bootTime);
    });
  });

  it('row 21: services start, stop and restart by their key; an unknown key is NotFound', async () => {
    const { soap } = bench.clients;
    const host = await named('DC0_C1_H2');
    const services = refOf(await property(soap, hostOf(host), 'configManager.serviceSystem'));
    const isRunning = async (key: string): Promise<string | undefined> => {
      const info = await property(soap, services!, 'serviceInfo');
      const found = childrenOf(info, 'service').find((service) => textAt(service, 'key') === key);
      return textAt(found, 'running');
    };
    const seen = [];
    for (const method of ['StartService', 'StopService', 'RestartService']) {
      await invoke(soap, services!, method, [value('id', 'ntpd')]);
      seen.push([method, await isRunning('ntpd')]);
      await expect(invoke(soap, services!, method, [value('id', 'kmxa')])).rejects.toMatchObject({
        kind: 'not-found',
        errorType: 'NotFound',
        operation: `HostServiceSystem.${method}`,
      });
    }
    expect(seen).toEqual([
      ['StartService', 'true'],
      ['StopService', 'false'],
      ['RestartService', 'true'],
    ]);
  });
});
