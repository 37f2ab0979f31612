import { describe, expect, it } from '@jest/globals';
import { readClusterInventory } from '../../src/vsphere/soap/inventory.js';
import { retrieve } from '../../src/vsphere/soap/property-collector.js';
import { ref } from '../../src/vsphere/soap/write-xml.js';
import { refOf } from '../../src/vsphere/soap/xml-node.js';
import { describeWithPeer } from '../support/peers.js';
import { vcsimBench } from '../support/vcsim-bench.js';
import {
  hostOf,
  hostRefs,
  inContainerView,
  invoke,
  readProperties,
  startTask,
} from '../support/vim-calls.js';

/** Every path of a host that the reference lists; vcsim has the first ones and leaves the others unset. */
const present = [
  'name',
  'parent',
  'runtime.connectionState',
  'runtime.powerState',
  'runtime.inMaintenanceMode',
  'runtime.bootTime',
  'runtime.partialMaintenanceMode',
  'runtime.tpmPcrValues',
  'summary.config.product.version',
  'summary.config.product.build',
  'summary.config.product.fullName',
  'summary.config.product.apiVersion',
  'config.product.version',
  'config.product.build',
  'config.product.fullName',
  'summary.rebootRequired',
  'summary.quickStats.uptime',
  'summary.overallStatus',
  'summary.trustAuthorityAttestationInfos',
  'capability.tpmSupported',
  'capability.rebootSupported',
  'capability.maintenanceModeSupported',
  'config.lockdownMode',
  'config.service.service',
  'hardware.systemInfo.uuid',
  'hardware.biosInfo',
  'vm',
  'disabledMethod',
  'recentTask',
  'configManager.serviceSystem',
  'configManager.advancedOption',
  'configManager.imageConfigManager',
  'configManager.firmwareSystem',
  'configManager.hostAccessManager',
] as const;
const unset = [
  'runtime.inQuarantineMode',
  'runtime.cryptoState',
  'runtime.cryptoKeyId',
  'runtime.stateEncryption',
  'summary.config.product.patchLevel',
  'summary.config.sslThumbprint',
  'summary.tpmAttestation',
  'capability.quickBootSupported',
  'capability.cryptoSupported',
  'capability.tpmVersion',
  'capability.txtEnabled',
  'configManager.bootDeviceSystem',
] as const;

describeWithPeer('vcsim', 'our vim25 client and vcsim: inventory', (path) => {
  const bench = vcsimBench(path, { clusters: 2, hosts: 15, standalone: 1 });
  const clustersOf = async (): Promise<string[]> =>
    (await inContainerView(bench.clients.soap, 'ClusterComputeResource')).map(({ value }) => value);

  it('row 7: clusters and hosts are the same by container view and by traversal', async () => {
    const { soap } = bench.clients;
    const clusters = await clustersOf();
    const pass = await readClusterInventory(soap, clusters);
    expect(pass.clusters.map(({ name }) => name).toSorted()).toEqual(['DC0_C0', 'DC0_C1']);
    expect(pass.hosts).toHaveLength(30);
    const viewed = await readProperties(soap, {
      objects: await inContainerView(soap, 'HostSystem'),
      properties: { HostSystem: ['name', 'parent'] },
    });
    const inClusters = viewed
      .map(({ ref, properties }) => ({
        moid: ref.value,
        parent: refOf(properties.get('parent'))?.value ?? '',
      }))
      .filter(({ parent }) => clusters.includes(parent));
    const pairs = (hosts: readonly { moid: string; parent: string | undefined }[]): string[] =>
      hosts.map(({ moid, parent }) => `${moid} in ${parent}`).toSorted();
    // The stand-alone host is in the view only.
    expect(viewed).toHaveLength(31);
    expect(pairs(pass.hosts)).toEqual(pairs(inClusters));
  });

  it('row 8: thirty hosts in pages of seven come once each', async () => {
    const { soap } = bench.clients;
    const [first, second] = await clustersOf();
    const query = {
      objects: [first, second].map((value) => ({ type: 'ClusterComputeResource', value: value ?? '' })),
      select: [{ type: 'ClusterComputeResource', path: 'host' }],
      properties: { HostSystem: ['name'] },
      pageSize: 7,
    };
    let names: (string | undefined)[] = [];
    const calls = await bench.vcsim.during(async () => {
      const hosts = await soap.use({ safe: true }, (session) => retrieve(session, query, soap.fail));
      names = hosts.map(({ properties }) => properties.get('name')?.text);
    });
    expect(new Set(names).size).toBe(30);
    expect(names).toHaveLength(30);
    expect(calls.map(({ method }) => method)).toEqual([
      'RetrievePropertiesEx',
      ...Array.from({ length: 4 }, () => 'ContinueRetrievePropertiesEx'),
    ]);
  });

  describe('row 9: every path of a host', () => {
    it('is read where vcsim has it, and is in neither map where it is unset', async () => {
      const { soap } = bench.clients;
      const [host] = await hostRefs(soap);
      const [read] = await readProperties(soap, {
        objects: [hostOf(host!)],
        properties: { HostSystem: [...present, ...unset] },
      });
      const found = Object.fromEntries(read!.properties);
      expect(Object.keys(found).toSorted()).toEqual([...present].toSorted());
      expect([...read!.missing]).toEqual([]);
      expect(found['parent']).toMatchObject({
        type: 'ClusterComputeResource',
        text: expect.stringMatching(/^domain-c/),
      });
      expect(found['runtime.connectionState']).toMatchObject({
        xsiType: 'HostSystemConnectionState',
        text: 'connected',
      });
      expect(found['config.service.service']).toMatchObject({ xsiType: 'ArrayOfHostService' });
      expect(found['vm']).toMatchObject({ xsiType: 'ArrayOfManagedObjectReference', children: [] });
    });

    it('arrays of none, one and several are arrays', async () => {
      const { soap } = bench.clients;
      const [host] = await hostRefs(soap);
      const recent = async () =>
        (
          await readProperties(soap, { objects: [hostOf(host!)], properties: { HostSystem: ['recentTask'] } })
        )[0]?.properties.get('recentTask')?.children.length;
      const seen = [await recent()];
      for (const method of ['DisconnectHost_Task', 'ReconnectHost_Task']) {
        await startTask(soap, hostOf(host!), method);
        seen.push(await recent());
      }
      expect(seen).toEqual([0, 1, 2]);
    });

    it('makes a host in our words, and what vcsim does not know is absent', async () => {
      const { vsphere, vcenter, soap } = bench.clients;
      const [host] = await hostRefs(soap);
      const read = await vsphere.hosts.readHost(vcenter, host!);
      expect(read).toMatchObject({
        ref: host,
        cluster: { vcenter: 'vcsim', name: 'DC0_C0' },
        connection: 'connected',
        inMaintenance: false,
        installed: '8.0.2-21997540',
        attestation: { status: 'unknown', services: [] },
        boot: { type: 'unknown' },
        poweredOnVms: 0,
      });
      expect(Date.parse(read.bootTime ?? '')).not.toBeNaN();
      expect(Object.keys(read)).not.toContain('thumbprint');
      expect(Object.keys(read)).not.toContain('quickBootSupported');
    });
  });

  it('row 10: an unknown property is named with its fault, beside those that are known', async () => {
    const { soap } = bench.clients;
    const [host] = await hostRefs(soap);
    // vcsim says it in the missing set; a vCenter fails the whole call, which the fault below stands for.
    const query = { objects: [hostOf(host!)], properties: { HostSystem: ['name', 'runtime.bootKind'] } };
    const [read] = await readProperties(soap, query);
    expect([...read!.missing]).toEqual([['runtime.bootKind', 'InvalidProperty']]);
    expect(read!.properties.get('name')?.text).toBe(host!.name);
    await bench.vcsim.fault({ method: 'RetrievePropertiesEx', type: 'InvalidProperty', count: 1 });
    await expect(readProperties(soap, query)).rejects.toMatchObject({
      kind: 'invalid',
      errorType: 'InvalidProperty',
      operation: 'PropertyCollector.RetrievePropertiesEx',
    });
  });

  it('row 11: an unknown object is ManagedObjectNotFound, whether read or told to do something', async () => {
    const { vsphere, vcenter } = bench.clients;
    const nobody = { vcenter: 'vcsim', moid: 'host-424242', name: 'esx-nobody' };
    const refusal = { kind: 'not-found', errorType: 'ManagedObjectNotFound', server: 'vcsim' };
    await expect(vsphere.hosts.readHost(vcenter, nobody)).rejects.toMatchObject(refusal);
    await expect(vsphere.hosts.enterMaintenance(vcenter, nobody)).rejects.toMatchObject(refusal);
    await expect(vsphere.tasks.readTask(vcenter, { kind: 'vim', id: 'task-424242' })).resolves.toEqual({
      state: 'gone',
    });
  });

  it('row 12: an unknown method is MethodNotFound and is not tried again', async () => {
    const { soap } = bench.clients;
    const [cluster] = await inContainerView(soap, 'ClusterComputeResource');
    const [host] = await hostRefs(soap);
    const calls = await bench.vcsim.during(async () => {
      // A real vCenter has this method; vcsim has MoveInto_Task only.
      await expect(
        invoke(soap, cluster!, 'MoveHostInto_Task', [ref('host', hostOf(host!))]),
      ).rejects.toMatchObject({
        kind: 'invalid',
        errorType: 'MethodNotFound',
        operation: 'ClusterComputeResource.MoveHostInto_Task',
      });
    });
    expect(calls.map(({ method }) => method)).toEqual(['MoveHostInto_Task']);
  });
});
