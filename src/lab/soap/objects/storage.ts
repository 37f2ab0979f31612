import type { LabHost, LabVm } from '../../world/model.js';
import type { Site } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { moref, typed, type MoRef } from '../value.js';
import { entityDefaults } from './entity.js';

/** One datastore that every host has, or the one of a host alone. */
export interface DatastoreNode {
  readonly moid: string;
  readonly name: string;
  /** Absent = shared. */
  readonly host?: LabHost;
}

const SHARED: DatastoreNode = { moid: 'datastore-11', name: 'datastore1' };
const NETWORK = { moid: 'network-12', name: 'VM Network' };
const CAPACITY = 8 * 1024 ** 4;

const localOf = (host: LabHost): DatastoreNode => ({
  moid: host.moid.replace('host-', 'datastore-1000'),
  name: `local-${host.name}`,
  host,
});

/** Datastores of a server: the shared one, and the local ones of hosts whose VMs use them. */
export const datastoresOf = ({ vms }: Pick<Site, 'vms'>): DatastoreNode[] => [
  SHARED,
  ...new Map(
    vms.filter(({ storage }) => storage === 'local').map(({ host }) => [host, localOf(host)]),
  ).values(),
];

export const networkOf = (): { moid: string; name: string } => NETWORK;

export const datastoreRef = ({ moid }: DatastoreNode): MoRef => moref('Datastore', moid);
export const networkRefs = (): MoRef[] => [moref('Network', NETWORK.moid)];

export const datastoresOfHost = (site: Site, host: LabHost): MoRef[] =>
  datastoresOf(site)
    .filter((one) => one.host === undefined || one.host === host)
    .map(datastoreRef);

const ofVm = (vm: LabVm): DatastoreNode => (vm.storage === 'local' ? localOf(vm.host) : SHARED);

export const datastoreOfVm = (vm: LabVm): MoRef => datastoreRef(ofVm(vm));

/** Path of a file of a VM, as vCenter writes it. */
export const diskFile = (vm: LabVm, extension: 'vmx' | 'vmdk'): string =>
  `[${ofVm(vm).name}] ${vm.name}/${vm.name}.${extension}`;

const urlOf = ({ moid }: DatastoreNode): string => `ds:///vmfs/volumes/${moid}/`;

export const datastore: ManagedType<DatastoreNode> = {
  name: 'Datastore',
  properties: {
    ...entityDefaults,
    name: ({ name }) => name,
    parent: (_, { site }) => site.datastoreFolder,
    info: (self) =>
      typed('DatastoreInfo', {
        name: self.name,
        url: urlOf(self),
        freeSpace: CAPACITY / 2,
        maxFileSize: CAPACITY,
        maxMemoryFileSize: CAPACITY,
      }),
    summary: (self) => ({
      datastore: datastoreRef(self),
      name: self.name,
      url: urlOf(self),
      capacity: CAPACITY,
      freeSpace: CAPACITY / 2,
      accessible: true,
      multipleHostAccess: self.host === undefined,
      type: 'VMFS',
      maintenanceMode: 'normal',
    }),
    capability: () => ({
      directoryHierarchySupported: true,
      rawDiskMappingsSupported: true,
      perFileThinProvisioningSupported: true,
      storageIORMSupported: true,
      nativeSnapshotSupported: false,
    }),
    host: ({ host }, { site }) =>
      (host === undefined ? site.hosts : [host]).map((one) => ({
        key: site.hostRef(one),
        mountInfo: { accessMode: 'readWrite', mounted: true, accessible: true },
      })),
    vm: ({ moid }, { site }) =>
      site.vms.filter((vm) => ofVm(vm).moid === moid).map((vm) => moref('VirtualMachine', vm.moid)),
  },
};

export const network: ManagedType<{ moid: string; name: string }> = {
  name: 'Network',
  properties: {
    ...entityDefaults,
    name: ({ name }) => name,
    parent: (_, { site }) => site.networkFolder,
    summary: ({ moid, name }) => ({
      network: moref('Network', moid),
      name,
      accessible: true,
      ipPoolName: '',
    }),
    host: (_, { site }) => site.hosts.map((host) => site.hostRef(host)),
    vm: (_, { site }) => site.vms.map(({ moid }) => moref('VirtualMachine', moid)),
  },
};
