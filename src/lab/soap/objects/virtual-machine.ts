import { createHash } from 'node:crypto';
import type { LabVm } from '../../world/model.js';
import type { Context, Site } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { moref } from '../value.js';
import { entityDefaults } from './entity.js';

/** Key of an encrypted VM: stable per VM, from the first trusted key provider there is. */
function keyId({ moid, name }: LabVm, { world, vcenter }: Site): Record<string, unknown> {
  const hosts = [...world.vcenters.values()].flatMap(({ hosts }) => [...hosts.values()]);
  const provider = hosts.flatMap(({ ta }) => [...(ta?.keyProviders.keys() ?? [])])[0];
  const hex = createHash('sha256').update(`${vcenter.instanceUuid}/${moid}/${name}`).digest('hex');
  return { keyId: hex.slice(0, 32), ...(provider ? { providerId: { id: provider } } : {}) };
}

const runtime = (vm: LabVm, { site }: Context): Record<string, unknown> => ({
  host: site.hostRef(vm.host),
  connectionState: vm.host.connection === 'connected' ? 'connected' : 'disconnected',
  powerState: vm.power,
  toolsInstallerMounted: false,
  numMksConnections: 0,
  ...(vm.encrypted ? { cryptoState: vm.locked ? 'locked' : 'unlocked' } : {}),
});

export const virtualMachine: ManagedType<LabVm> = {
  name: 'VirtualMachine',
  properties: {
    ...entityDefaults,
    name: ({ name }) => name,
    parent: (_, { site }) => site.vmFolder,
    datastore: () => [],
    network: () => [],
    guestHeartbeatStatus: () => 'gray',
    runtime,
    config: (vm, { site }) => ({
      name: vm.name,
      template: false,
      hardware: { numCPU: 2, memoryMB: vm.memoryMiB },
      ...(vm.encrypted ? { keyId: keyId(vm, site) } : {}),
    }),
    summary: (vm, context) => ({
      vm: moref('VirtualMachine', vm.moid),
      runtime: runtime(vm, context),
      config: {
        name: vm.name,
        template: false,
        vmPathName: `[datastore1] ${vm.name}/${vm.name}.vmx`,
        memorySizeMB: vm.memoryMiB,
        numCpu: 2,
      },
      quickStats: { guestHeartbeatStatus: 'gray' },
      overallStatus: 'green',
    }),
  },
};
