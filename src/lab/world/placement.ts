import { serves } from './evc.js';
import type { LabHost, LabVm } from './model.js';
import { runningVmsOn } from './queries.js';

/** Whether something of its host holds a VM there: it cannot be moved while it runs. @see vta-operations.md 2.14 */
export const isHeld = ({ pinned, devices, storage }: LabVm): boolean =>
  pinned || devices.length > 0 || storage === 'local';

/** Whether a host has the CPU features that a VM uses, and the memory that was reserved for it. */
function hasWhatItTakes({ cpu, cluster, memoryMiB }: LabHost, vm: LabVm, others: readonly LabVm[]): boolean {
  const reserved = others.reduce((sum, { reservedMiB }) => sum + reservedMiB, 0);
  return serves(cluster.evc ?? cpu, vm.cpu) && vm.reservedMiB <= memoryMiB - reserved;
}

/** Whether a VM of this cluster can run on the host; of the rules of DRS the lab obeys "should" never. */
export function mayRunOn(vm: LabVm, host: LabHost): boolean {
  const others = runningVmsOn(host).filter((other) => other !== vm);
  if (!hasWhatItTakes(host, vm, others)) return false;
  return host.cluster.rules
    .filter((rule) => rule.enabled && rule.vms.includes(vm.name))
    .every(({ kind, hosts, vms, mandatory }) => {
      if (kind === 'apart') return !others.some((other) => vms.includes(other.name));
      return !mandatory || hosts.includes(host.name) === (kind === 'on');
    });
}
