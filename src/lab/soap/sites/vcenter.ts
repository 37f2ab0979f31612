import type { LabWorld } from '../../world/api.js';
import type { LabSession, LabVCenter } from '../../world/model.js';
import { offers } from '../../world/releases.js';
import { HOST_MANAGERS } from '../context.js';
import type { FolderNode, Site } from '../context.js';
import { datastoreRef, datastoresOf, networkRefs } from '../objects/storage.js';
import { moref } from '../value.js';

/** The folders that vCenter makes by itself; the REST door names the same ones. */
const ROOT = 'group-d1';
const VM_FOLDER = 'group-v4';
const HOST_FOLDER = 'group-h5';
const DATASTORE_FOLDER = 'group-s6';
const NETWORK_FOLDER = 'group-n7';

const defaultOptions = (vcenter: LabVCenter): Map<string, string | number | boolean> =>
  new Map<string, string | number | boolean>([
    ['VirtualCenter.InstanceName', vcenter.name],
    ['VirtualCenter.FQDN', vcenter.name],
    ['config.vpxd.hostPasswordLength', 32],
    ['config.vpxd.enableDebugBrowse', false],
  ]);

/** A vCenter as vim25 shows it. */
export function createVCenterSite(world: LabWorld, vcenter: LabVCenter): Site {
  const datacenterRef = moref('Datacenter', vcenter.datacenter.moid);
  const folders = new Map<string, FolderNode>(
    (
      [
        {
          moid: ROOT,
          name: 'Datacenters',
          childType: ['Folder', 'Datacenter'],
          children: () => [datacenterRef],
        },
        {
          moid: HOST_FOLDER,
          name: 'host',
          parent: datacenterRef,
          childType: ['Folder', 'ComputeResource'],
          children: () =>
            [...vcenter.clusters.values()].map(({ moid }) => moref('ClusterComputeResource', moid)),
        },
        {
          moid: VM_FOLDER,
          name: 'vm',
          parent: datacenterRef,
          childType: ['Folder', 'VirtualMachine'],
          children: () => [...vcenter.vms.values()].map(({ moid }) => moref('VirtualMachine', moid)),
        },
        {
          moid: DATASTORE_FOLDER,
          name: 'datastore',
          parent: datacenterRef,
          childType: ['Folder', 'Datastore', 'StoragePod'],
          children: () => datastoresOf({ vms: [...vcenter.vms.values()] }).map(datastoreRef),
        },
        {
          moid: NETWORK_FOLDER,
          name: 'network',
          parent: datacenterRef,
          childType: ['Folder', 'Network', 'DistributedVirtualSwitch'],
          children: networkRefs,
        },
      ] satisfies FolderNode[]
    ).map((node) => [node.moid, node]),
  );
  const isVisible = (session: LabSession): boolean =>
    session.door === 'soap' || offers(vcenter, 'sharedSessions');

  return {
    kind: 'VirtualCenter',
    name: vcenter.name,
    world,
    vcenter,
    singletons: {
      propertyCollector: 'propertyCollector',
      sessionManager: 'SessionManager',
      viewManager: 'ViewManager',
      searchIndex: 'SearchIndex',
      taskManager: 'TaskManager',
      eventManager: 'EventManager',
      optionManager: 'VpxSettings',
      licenseManager: 'LicenseManager',
      rootFolder: ROOT,
      authorizationManager: 'AuthorizationManager',
      userDirectory: 'UserDirectory',
    },
    options: defaultOptions(vcenter),
    datacenter: vcenter.datacenter,
    folder: (moid) => folders.get(moid),
    hostFolder: moref('Folder', HOST_FOLDER),
    vmFolder: moref('Folder', VM_FOLDER),
    datastoreFolder: moref('Folder', DATASTORE_FOLDER),
    networkFolder: moref('Folder', NETWORK_FOLDER),
    get apiVersion() {
      return vcenter.apiVersion;
    },
    get about() {
      return aboutVCenter(vcenter);
    },
    get clusters() {
      return [...vcenter.clusters.values()];
    },
    get hosts() {
      return [...vcenter.hosts.values()];
    },
    get vms() {
      return [...vcenter.vms.values()];
    },
    get tasks() {
      return [...vcenter.tasks.values()];
    },
    get sessions() {
      return [...vcenter.sessions.values()].filter(isVisible);
    },
    cluster: (moid) => vcenter.clusters.get(moid),
    host: (moid) => vcenter.hosts.get(moid),
    vm: (moid) => vcenter.vms.get(moid),
    task(moid) {
      const found = world.task(vcenter, moid);
      return found?.moid === moid ? found : undefined;
    },
    hostRef: ({ moid }) => moref('HostSystem', moid),
    hostParent: ({ cluster }) => moref('ClusterComputeResource', cluster.moid),
    hostServices: ({ moid }) => moref('HostServiceSystem', moid.replace('host-', 'serviceSystem-')),
    hostOptions: ({ moid }) => moref('OptionManager', moid.replace('host-', 'EsxHostAdvSettings-')),
    hostManager: ({ moid }, kind) =>
      moref(HOST_MANAGERS[kind].type, moid.replace('host', HOST_MANAGERS[kind].id)),
    login: (user, password) => world.login(vcenter, user, password, 'soap'),
    session(id) {
      const session = world.session(vcenter, id);
      return session && isVisible(session) ? session : undefined;
    },
    logout: ({ id }) => world.logout(vcenter, id),
    requirePrivilege: (session, privilege) => world.requirePrivilege(session, privilege),
    isServed: () => vcenter.api === 'up',
    isAlive: ({ id }) => vcenter.sessions.has(id),
  };
}

function aboutVCenter({ version, build, apiVersion, instanceUuid }: LabVCenter): Record<string, unknown> {
  const release = version.split('.').slice(0, 3).join('.');
  return {
    name: 'VMware vCenter Server',
    fullName: `VMware vCenter Server ${release} build-${build}`,
    vendor: 'VMware, Inc.',
    version: release,
    patchLevel: version.split('.')[3] ?? '00000',
    build,
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: 'linux-x64',
    productLineId: 'vpx',
    apiType: 'VirtualCenter',
    apiVersion,
    instanceUuid,
    licenseProductName: 'VMware VirtualCenter Server',
    licenseProductVersion: `${release.split('.')[0]}.0`,
  };
}
