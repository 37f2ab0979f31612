import type { LabVm } from '../../world/model.js';
import type { Context } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { moref } from '../value.js';
import { entityDefaults } from './entity.js';
import { datastoreOfVm, networkRefs } from './storage.js';
import { vmCapability } from './vm-capability.js';
import { vmConfig, vmConfigSummary } from './vm-config.js';

const runtime = (vm: LabVm, { site }: Context): Record<string, unknown> => ({
  host: site.hostRef(vm.host),
  connectionState: vm.host.connection === 'connected' ? 'connected' : 'disconnected',
  powerState: vm.power,
  faultToleranceState: vm.faultTolerant
    ? vm.power === 'poweredOn'
      ? 'running'
      : 'enabled'
    : 'notConfigured',
  toolsInstallerMounted: false,
  numMksConnections: 0,
  recordReplayState: 'inactive',
  onlineStandby: false,
  minRequiredEVCModeKey: vm.cpu,
  consolidationNeeded: false,
  ...(vm.encrypted ? { cryptoState: vm.locked ? 'locked' : 'unlocked' } : {}),
});

export const virtualMachine: ManagedType<LabVm> = {
  name: 'VirtualMachine',
  properties: {
    ...entityDefaults,
    name: ({ name }) => name,
    parent: (_, { site }) => site.vmFolder,
    datastore: (vm) => [datastoreOfVm(vm)],
    network: networkRefs,
    guestHeartbeatStatus: () => 'gray',
    runtime,
    capability: vmCapability,
    config: (vm, { site }) => vmConfig(vm, site),
    summary: (vm, context) => ({
      vm: moref('VirtualMachine', vm.moid),
      runtime: runtime(vm, context),
      config: vmConfigSummary(vm, context.site),
      quickStats: { guestHeartbeatStatus: 'gray' },
      overallStatus: 'green',
    }),
  },
};
