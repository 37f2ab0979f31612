import type { Zone } from '../../domain/model/estate.js';
import type { ClusterRef, EsxHost } from '../../domain/model/inventory.js';
import type { InventoryPass } from '../soap/inventory.js';
import { bootEvidence } from '../soap/readers/boot-events.js';
import type { HostFacts } from '../soap/readers/host.js';
import { unreadVm } from '../soap/readers/vm.js';

/** One host in our words, put together from a pass over its vCenter. */
export const toEsxHost = (
  host: HostFacts,
  cluster: ClusterRef,
  role: Zone,
  { clusters, vms, bootEvents }: InventoryPass,
): EsxHost => {
  const { moid, name, facts } = host;
  const own = host.vms.map((vm) => vms.find((facts) => facts.moid === vm) ?? unreadVm(vm));
  const running = own.filter((vm) => vm.isPoweredOn);
  const pinned = clusters.find((entry) => entry.moid === cluster.moid)?.pinnedVms;
  const events = bootEvents.get(moid) ?? [];
  return {
    ...facts,
    ref: { vcenter: cluster.vcenter, moid, name },
    cluster,
    role,
    boot: facts.bootTime ? bootEvidence(facts.bootTime, events) : { type: 'unknown', source: 'none' },
    poweredOnVms: running.length,
    encryptedVms: own.filter((vm) => vm.isEncrypted).length,
    pinnedVms: running
      .filter((vm) => pinned?.has(vm.moid))
      .map((vm) => vm.name)
      .toSorted(),
  };
};
