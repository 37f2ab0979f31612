import type { LabHost, LabVm } from './model.js';
import { runningVmsOn } from './queries.js';

/** Whether something of its host holds a VM there: it cannot be moved while it runs. @see vta-operations.md 2.14 */
export const isHeld = ({ pinned, devices, storage }: LabVm): boolean =>
  pinned || devices.length > 0 || storage === 'local';

/** Whether the rules of DRS let a VM of this cluster run on the host; the lab obeys "should" rules never. */
export function mayRunOn(vm: LabVm, host: LabHost): boolean {
  return host.cluster.rules
    .filter((rule) => rule.enabled && rule.vms.includes(vm.name))
    .every(({ kind, hosts, vms, mandatory }) => {
      if (kind === 'apart') {
        return !runningVmsOn(host).some((other) => other !== vm && vms.includes(other.name));
      }
      return !mandatory || hosts.includes(host.name) === (kind === 'on');
    });
}
