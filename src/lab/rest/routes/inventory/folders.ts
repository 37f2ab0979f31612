import type { LabVCenter } from '../../../world/model.js';

export interface Folder {
  readonly folder: string;
  readonly name: string;
  readonly type: 'DATACENTER' | 'HOST' | 'VIRTUAL_MACHINE' | 'DATASTORE' | 'NETWORK';
  readonly parent?: string;
}

export const rootFolder = 'group-d1';
export const hostFolder = 'group-h5';
export const vmFolder = 'group-v4';

/** The folders that vCenter makes by itself around its first datacenter; the lab has no others. */
export const foldersOf = ({ datacenter: { moid: parent } }: LabVCenter): Folder[] => [
  { folder: rootFolder, name: 'Datacenters', type: 'DATACENTER' },
  { folder: vmFolder, name: 'vm', type: 'VIRTUAL_MACHINE', parent },
  { folder: hostFolder, name: 'host', type: 'HOST', parent },
  { folder: 'group-s6', name: 'datastore', type: 'DATASTORE', parent },
  { folder: 'group-n7', name: 'network', type: 'NETWORK', parent },
];
