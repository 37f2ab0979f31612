import type { LabWorld } from '../../world/api.js';
import type { LabHost } from '../../world/model.js';
import { installedVersion } from '../../world/model.js';
import { apiVersionOf } from '../../world/versions.js';
import { HOST_MANAGERS } from '../context.js';
import type { FolderNode, Site } from '../context.js';
import { hostProduct } from '../objects/host-product.js';
import { datastoreRef, datastoresOf, networkRefs } from '../objects/storage.js';
import { moref } from '../value.js';
import { HostSessions } from './host-sessions.js';

const HOST = 'ha-host';

/** An ESXi host as it shows itself: one host, no cluster, its own logins. */
export function createEsxSite(world: LabWorld, host: LabHost): Site {
  const { vcenter } = host;
  const sessions = new HostSessions(world, host);
  const datacenter = moref('Datacenter', 'ha-datacenter');
  const vms = () => [...vcenter.vms.values()].filter((vm) => vm.host === host);
  const tasks = () => [...vcenter.tasks.values()].filter(({ entity }) => entity?.moid === host.moid);
  const folders: readonly FolderNode[] = [
    {
      moid: 'ha-folder-root',
      name: 'ha-folder-root',
      childType: ['Datacenter'],
      children: () => [datacenter],
    },
    {
      moid: 'ha-folder-host',
      name: 'host',
      parent: datacenter,
      childType: ['ComputeResource'],
      children: () => [moref('ComputeResource', 'ha-compute-res')],
    },
    {
      moid: 'ha-folder-vm',
      name: 'vm',
      parent: datacenter,
      childType: ['VirtualMachine'],
      children: () => vms().map(({ moid }) => moref('VirtualMachine', moid)),
    },
    {
      moid: 'ha-folder-datastore',
      name: 'datastore',
      parent: datacenter,
      childType: ['Datastore'],
      children: () => datastoresOf({ vms: vms() }).map(datastoreRef),
    },
    {
      moid: 'ha-folder-network',
      name: 'network',
      parent: datacenter,
      childType: ['Network'],
      children: networkRefs,
    },
  ];

  return {
    kind: 'HostAgent',
    name: host.name,
    world,
    vcenter,
    singletons: {
      propertyCollector: 'ha-property-collector',
      sessionManager: 'ha-sessionmgr',
      viewManager: 'ViewManager',
      searchIndex: 'ha-searchindex',
      taskManager: 'ha-taskmgr',
      eventManager: 'ha-eventmgr',
      optionManager: 'ha-adv-options',
      licenseManager: 'ha-license-manager',
      rootFolder: 'ha-folder-root',
    },
    options: host.options,
    datacenter: { moid: datacenter.value, name: 'ha-datacenter' },
    folder: (moid) => folders.find((node) => node.moid === moid),
    hostFolder: moref('Folder', 'ha-folder-host'),
    vmFolder: moref('Folder', 'ha-folder-vm'),
    datastoreFolder: moref('Folder', 'ha-folder-datastore'),
    networkFolder: moref('Folder', 'ha-folder-network'),
    clusters: [],
    computeResource: { moid: 'ha-compute-res', name: host.name },
    hosts: [host],
    get apiVersion() {
      return apiVersionOf(installedVersion(host));
    },
    get about() {
      return hostProduct(host);
    },
    get vms() {
      return vms();
    },
    get tasks() {
      return tasks();
    },
    get sessions() {
      return sessions.all();
    },
    cluster: () => undefined,
    host: (moid) => (moid === HOST ? host : undefined),
    vm: (moid) => vms().find((vm) => vm.moid === moid),
    task(moid) {
      const found = world.task(vcenter, moid);
      return found?.moid === moid && found.entity?.moid === host.moid ? found : undefined;
    },
    hostRef: () => moref('HostSystem', HOST),
    hostParent: () => moref('ComputeResource', 'ha-compute-res'),
    hostServices: () => moref('HostServiceSystem', 'serviceSystem'),
    hostOptions: () => moref('OptionManager', 'ha-adv-options'),
    hostManager: (_, kind) => moref(HOST_MANAGERS[kind].type, HOST_MANAGERS[kind].id),
    login: (user, password) => sessions.open(user, password),
    session: (id) => sessions.find(id),
    logout: (session) => sessions.close(session),
    requirePrivilege: (session, privilege) => world.requirePrivilege(session, privilege),
    isServed: () => host.power === 'poweredOn',
    isAlive: (session) => sessions.isAlive(session),
  };
}
