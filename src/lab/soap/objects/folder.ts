import type { ComputeResourceNode, FolderNode, Site } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { moref } from '../value.js';
import { alarmStates } from './alarm.js';
import { computeSummary } from './compute-summary.js';
import { entityDefaults } from './entity.js';
import { datastoreRef, datastoresOf, networkRefs } from './storage.js';

export const folder: ManagedType<FolderNode> = {
  name: 'Folder',
  properties: {
    ...entityDefaults,
    name: ({ name }) => name,
    parent: ({ parent }) => parent,
    childType: ({ childType }) => childType,
    childEntity: ({ children }) => children(),
    triggeredAlarmState: ({ moid }, { site }) =>
      moid === site.singletons.rootFolder ? alarmStates(site) : [],
  },
};

export const datacenter: ManagedType<Site> = {
  name: 'Datacenter',
  properties: {
    ...entityDefaults,
    name: ({ datacenter: { name } }) => name,
    parent: ({ singletons }) => moref('Folder', singletons.rootFolder),
    hostFolder: ({ hostFolder }) => hostFolder,
    vmFolder: ({ vmFolder }) => vmFolder,
    datastoreFolder: ({ datastoreFolder }) => datastoreFolder,
    networkFolder: ({ networkFolder }) => networkFolder,
    configuration: () => ({}),
    datastore: (site) => datastoresOf(site).map(datastoreRef),
    network: networkRefs,
  },
};

/** An ESXi host's own compute resource. */
export const computeResource: ManagedType<ComputeResourceNode> = {
  name: 'ComputeResource',
  properties: {
    ...entityDefaults,
    name: ({ name }) => name,
    parent: (_, { site }) => site.hostFolder,
    host: (_, { site }) => site.hosts.map((host) => site.hostRef(host)),
    datastore: (_, { site }) => datastoresOf(site).map(datastoreRef),
    network: networkRefs,
    summary: (_, { site }) => computeSummary(site.hosts),
    configurationEx: () => ({ vmSwapPlacement: 'vmDirectory' }),
  },
};
