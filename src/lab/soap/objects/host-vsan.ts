import type { LabHost } from '../../world/model.js';
import { hostsOf } from '../../world/queries.js';
import type { Site } from '../context.js';
import { VimFault } from '../faults.js';
import type { ManagedType } from '../managed-object.js';
import { typed } from '../value.js';

/** A host that is away answers nothing about its vSAN. */
function requireConnected({ connection, name }: LabHost): void {
  if (connection !== 'connected') throw new VimFault('HostNotConnected', `Host ${name} is not connected.`);
}

/** Members see each other unless they are away, or their part in vSAN is broken. */
const isMember = ({ connection, vsanHealth }: LabHost): boolean =>
  connection === 'connected' && vsanHealth === 'healthy';

export const hostVsanSystem: ManagedType<LabHost> = {
  name: 'HostVsanSystem',
  properties: { config: ({ cluster }) => ({ enabled: cluster.vsan }) },
  methods: {
    QueryHostStatus: {
      run(host) {
        requireConnected(host);
        const { vsan } = host.cluster;
        const members = hostsOf(host.cluster).filter(
          (other) => other === host || (isMember(host) && isMember(other)),
        );
        return typed('VsanHostClusterStatus', {
          nodeUuid: host.uuid,
          health: vsan ? host.vsanHealth : 'unknown',
          nodeState: { state: vsan ? (members[0] === host ? 'master' : 'agent') : 'disabled' },
          memberUuid: vsan ? members.map(({ uuid }) => uuid) : [],
        });
      },
    },
  },
};

const BYTES_LEFT = 68_719_476_736;

/** The same text that a vSAN host answers: objects that are resynchronized, with a component that lacks data. */
const syncing = ({ cluster }: LabHost, { world }: Site): string => {
  const names = [cluster.name, ...hostsOf(cluster).map(({ name }) => name)];
  const isSyncing =
    cluster.vsan && names.some((name) => world.faults.holds('vsan-resync', name) !== undefined);
  const component = {
    type: 'Component',
    attributes: { componentState: 10, bytesToSync: BYTES_LEFT, recoveryETA: 900 },
  };
  const content = { type: 'RAID_1', attributes: {}, 'child-1': component };
  return JSON.stringify({
    dom_objects: isSyncing ? { '6f1d0a5e-0000-0000-0000-000000000001': { config: { content } } } : {},
    lsom_objects: {},
    disk_objects: {},
  });
};

export const hostVsanInternalSystem: ManagedType<LabHost> = {
  name: 'HostVsanInternalSystem',
  methods: {
    QuerySyncingVsanObjects: {
      run(host, { site }) {
        requireConnected(host);
        return typed('string', syncing(host, site));
      },
    },
  },
};
