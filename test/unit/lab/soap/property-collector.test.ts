import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { moref, properties, SoapBench, specSet, textAt } from '../../../support/soap-bench.js';
import type { SoapAnswer } from '../../../support/soap-bench.js';

const vms = ['a', 'b', 'c'].map((name) => ({ name, host: 'esx-1', memoryGiB: 4, pinned: name === 'c' }));
let bench: SoapBench;
beforeEach(async () => {
  bench = new SoapBench({ hosts: 7, cluster: { vms, ha: { enabled: true, admissionControl: false } } });
  await bench.login();
});
afterEach(() => bench.close());

const cluster = () => `ClusterComputeResource:${bench.lab.cluster().moid}`;
const traversal = (name: string, type: string, path: string, next = '') =>
  `<selectSet xsi:type="TraversalSpec"><name>${name}</name><type>${type}</type><path>${path}</path>${next}</selectSet>`;
const objects = (answer: SoapAnswer) => answer.results[0]?.children['objects'] ?? [];
const names = (answer: SoapAnswer) =>
  objects(answer).map((content) => properties(content)['name']?.text ?? '');

describe('RetrievePropertiesEx', () => {
  it('pages: every object once, no token at the end', async () => {
    const spec = specSet('HostSystem', ['name'], [cluster()], {
      select: traversal('hosts', 'ComputeResource', 'host'),
    });
    let answer = await bench.read(spec, '<maxObjects>3</maxObjects>');
    const found = names(answer);
    const sizes = [objects(answer).length];
    let token = textAt(answer.results[0], 'token');
    while (token !== undefined) {
      answer = await bench.call(
        'ContinueRetrievePropertiesEx',
        'PropertyCollector:propertyCollector',
        `<token>${token}</token>`,
      );
      found.push(...names(answer));
      sizes.push(objects(answer).length);
      token = textAt(answer.results[0], 'token');
    }
    expect(sizes).toEqual([3, 3, 1]);
    expect(found).toEqual(['esx-1', 'esx-2', 'esx-3', 'esx-4', 'esx-5', 'esx-6', 'esx-7']);
  });

  it('gives a token up when told, and knows no token twice', async () => {
    const spec = specSet('HostSystem', ['name'], [cluster()], {
      select: traversal('hosts', 'ClusterComputeResource', 'host'),
    });
    const answer = await bench.read(spec, '<maxObjects>3</maxObjects>');
    const token = `<token>${textAt(answer.results[0], 'token')}</token>`;
    const collector = 'PropertyCollector:propertyCollector';
    expect((await bench.call('CancelRetrievePropertiesEx', collector, token)).status).toBe(200);
    expect((await bench.call('ContinueRetrievePropertiesEx', collector, token)).fault).toBe(
      'InvalidArgument',
    );
  });

  it('reads through a container view, hosts and VMs each once', async () => {
    const created = await bench.call(
      'CreateContainerView',
      'ViewManager:ViewManager',
      `${moref('container', 'Folder:group-d1')}<type>HostSystem</type><type>VirtualMachine</type><recursive>true</recursive>`,
    );
    const view = `ContainerView:${created.results[0]?.text}`;
    const spec = specSet('ManagedEntity', ['name'], [view], {
      skip: true,
      select: traversal('view', 'ContainerView', 'view'),
    });
    const found = names(await bench.read(spec));
    expect(found.toSorted()).toEqual('a b c esx-1 esx-2 esx-3 esx-4 esx-5 esx-6 esx-7'.split(' '));
    expect((await bench.call('DestroyView', view)).status).toBe(200);
    expect((await bench.read(spec)).fault).toBe('ManagedObjectNotFound');
  });

  it('follows named traversals that point back at themselves', async () => {
    const select =
      traversal(
        'folders',
        'Folder',
        'childEntity',
        '<selectSet><name>folders</name></selectSet><selectSet><name>dc</name></selectSet><selectSet><name>hosts</name></selectSet>',
      ) +
      traversal('dc', 'Datacenter', 'hostFolder', '<selectSet><name>folders</name></selectSet>') +
      traversal('hosts', 'ComputeResource', 'host');
    const spec = specSet('HostSystem', ['name'], ['Folder:group-d1'], { select });
    expect(names(await bench.read(spec))).toHaveLength(7);
    const unknown = select.replace('<name>dc</name></selectSet>', '<name>nowhere</name></selectSet>');
    expect(
      (await bench.read(specSet('HostSystem', ['name'], ['Folder:group-d1'], { select: unknown }))).fault,
    ).toBe('InvalidArgument');
  });

  it('types every value, and leaves unset properties out', async () => {
    const host = await bench.hostProperties(
      'esx-1',
      'name',
      'parent',
      'vm',
      'runtime.inMaintenanceMode',
      'runtime.connectionState',
      'runtime.bootTime',
      'summary.config.port',
      'config.service.service',
      'config.option["Misc.RebootMethod"].value',
      'remediationState',
    );
    expect(Object.fromEntries(Object.entries(host).map(([path, { xsi }]) => [path, xsi]))).toEqual({
      name: 'xsd:string',
      parent: 'ManagedObjectReference',
      vm: 'ArrayOfManagedObjectReference',
      'runtime.inMaintenanceMode': 'xsd:boolean',
      'runtime.connectionState': 'HostSystemConnectionState',
      'runtime.bootTime': 'xsd:dateTime',
      'summary.config.port': 'xsd:int',
      'config.service.service': 'ArrayOfHostService',
      'config.option["Misc.RebootMethod"].value': 'xsd:string',
    });
    expect(host['parent']).toMatchObject({ type: 'ClusterComputeResource', text: bench.lab.cluster().moid });
    expect(host['vm']?.children['ManagedObjectReference']).toHaveLength(3);
  });

  it('shows the cluster with its settings and the VM that DRS leaves alone', async () => {
    const answer = await bench.read(specSet('ClusterComputeResource', ['configurationEx'], [cluster()]));
    const config = properties(objects(answer)[0])['configurationEx'];
    const pinned = [...bench.lab.vcenter('wl-vc').vms.values()].find(({ name }) => name === 'c');
    expect(config?.xsi).toBe('ClusterConfigInfoEx');
    expect(textAt(config, 'dasConfig.enabled')).toBe('true');
    expect(textAt(config, 'dasConfig.admissionControlEnabled')).toBe('false');
    expect(textAt(config, 'drsConfig.defaultVmBehavior')).toBe('fullyAutomated');
    expect(config?.children['drsVmConfig']).toHaveLength(1);
    expect(textAt(config, 'drsVmConfig.key')).toBe(pinned?.moid);
    expect(textAt(config, 'drsVmConfig.enabled')).toBe('false');
  });

  it('faults a property that the type does not have', async () => {
    for (const path of [
      'nonsense',
      'runtime.nonsense',
      'config.product.nonsense',
      'name.length',
      'vm.name',
    ]) {
      const answer = await bench.read(
        specSet('HostSystem', [path], [`HostSystem:${bench.lab.host('esx-1').moid}`]),
      );
      expect([path, answer.status, answer.fault]).toEqual([path, 500, 'InvalidProperty']);
      expect(answer.text).toContain(`<name>${path}</name>`);
    }
  });

  it('faults an object that is not there, unless told to leave it out', async () => {
    const gone = specSet('HostSystem', ['name'], ['HostSystem:host-999']);
    expect(await bench.read(gone)).toMatchObject({ status: 500, fault: 'ManagedObjectNotFound' });
    const both = ['HostSystem:host-999', `HostSystem:${bench.lab.host('esx-2').moid}`];
    expect(names(await bench.read(specSet('HostSystem', ['name'], both, { report: true })))).toEqual([
      'esx-2',
    ]);
    // A moid of another type is no object either.
    const wrong = `VirtualMachine:${bench.lab.host('esx-2').moid}`;
    expect((await bench.read(specSet('VirtualMachine', ['name'], [wrong]))).fault).toBe(
      'ManagedObjectNotFound',
    );
  });

  it('reports what may not be read per property', async () => {
    const users = bench.lab.vcenter('wl-vc').users as unknown as object[];
    users.push({ name: 'reader', password: 'reader-pass', groups: [], privileges: ['System.Read'] });
    bench.cookie = undefined;
    await bench.login('reader', 'reader-pass');
    const answer = await bench.read(
      specSet('LicenseManager', ['licenses', 'sourceAvailable'], ['LicenseManager:LicenseManager']),
    );
    const [content] = objects(answer);
    expect(Object.keys(properties(content))).toEqual(['sourceAvailable']);
    expect(textAt(content, 'missingSet.path')).toBe('licenses');
    expect(content?.children['missingSet']?.[0]?.children['fault']?.[0]?.children['fault']?.[0]?.xsi).toBe(
      'NoPermission',
    );
  });

  it('escapes whatever stands in a name', async () => {
    const name = `<&"> ' \u00e9 ]]>`;
    Object.assign([...bench.lab.vcenter('wl-vc').vms.values()][0] as object, { name });
    const moid = [...bench.lab.vcenter('wl-vc').vms.keys()][0];
    const answer = await bench.read(
      specSet('VirtualMachine', ['name', 'summary'], [`VirtualMachine:${moid}`]),
    );
    expect(names(answer)).toEqual([name]);
    expect(textAt(properties(objects(answer)[0])['summary'], 'config.name')).toBe(name);
    const missing = await bench.read(specSet('HostSystem', ['name'], [`HostSystem:<&">`]));
    expect(missing.fault).toBe('ManagedObjectNotFound');
    expect(missing.text).toContain('&lt;&amp;&quot;&gt;');
  });

  it('renders every property of every kind of object', async () => {
    const [host, vm] = [bench.lab.host('esx-1').moid, [...bench.lab.vcenter('wl-vc').vms.keys()][0]];
    const task = bench.lab.world.enterMaintenance(bench.lab.host('esx-2'), bench.lab.session(), 0).moid;
    const targets = [
      `HostSystem:${host}`,
      `VirtualMachine:${vm}`,
      cluster(),
      `Task:${task}`,
      'Folder:group-d1',
      'Datacenter:datacenter-3',
      'ServiceInstance:ServiceInstance',
      'SessionManager:SessionManager',
      'TaskManager:TaskManager',
      'EventManager:EventManager',
      'LicenseManager:LicenseManager',
      'OptionManager:VpxSettings',
      `OptionManager:${host.replace('host', 'EsxHostAdvSettings')}`,
      `HostServiceSystem:${host.replace('host', 'serviceSystem')}`,
      'PropertyCollector:propertyCollector',
      'ViewManager:ViewManager',
    ];
    for (const target of targets) {
      const answer = await bench.read(specSet(target.split(':')[0] as string, [], [target]));
      expect([target, answer.faultString]).toEqual([target, undefined]);
      expect(objects(answer)[0]?.children['propSet']?.length).toBeGreaterThan(0);
    }
  });
});
