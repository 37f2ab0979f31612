import type { WorldContext } from './context.js';
import type { LabHost, LabVm } from './model.js';
import { mayRunOn } from './placement.js';
import { authorityHosts, hostsOf, isAttested, isUp, loads, runningVmsOn, serves } from './queries.js';

export interface Vms {
  /** Puts the VM on the host; an encrypted one locks there when the host cannot get its key. */
  place(vm: LabVm, to: LabHost): void;
  /** The key of an encrypted VM is asked for anew: after power-on, a move or the boot of its host. */
  refreshLock(vm: LabVm): void;
  refreshLocks(host: LabHost): void;
  /** Where DRS would move the VM to; undefined = nowhere. */
  destination(vm: LabVm): LabHost | undefined;
  /** Lab seconds that one vMotion of this VM takes. */
  moveSeconds(vm: LabVm): number;
}

export function createVms(ctx: WorldContext): Vms {
  const { timing } = ctx.topology;

  /** A trusted host gets keys only while attested, from a Trust Authority host whose key provider runs. */
  const hasKeys = (host: LabHost): boolean =>
    host.cluster.kind !== 'trusted' ||
    (isAttested(host) && authorityHosts(ctx).some((authority) => serves(authority, 'kmxd')));

  const refreshLock = (vm: LabVm): void => {
    if (!vm.encrypted) return;
    const locked = vm.power === 'poweredOn' && !hasKeys(vm.host);
    if (locked === vm.locked) return;
    vm.locked = locked;
    ctx.journal.append({
      vcenter: vm.host.vcenter.name,
      login: '',
      effect: locked ? 'vm.locked' : 'vm.unlocked',
      subject: vm.name,
      detail: { host: vm.host.name },
    });
    if (locked) {
      ctx.event(
        vm.host.vcenter,
        'com.vmware.vc.vm.Crypto.VMLocked.TAKeyMissingOnHost',
        `Virtual machine ${vm.name} is locked: its key is missing on host ${vm.host.name}`,
        vm.host,
      );
    }
  };

  return {
    place(vm, to) {
      const from = vm.host;
      vm.host = to;
      ctx.journal.append({
        vcenter: to.vcenter.name,
        login: '',
        effect: 'vm.moved',
        subject: vm.name,
        detail: { from: from.name, to: to.name, host: to.name },
      });
      refreshLock(vm);
    },
    refreshLock,
    refreshLocks: (host) => runningVmsOn(host).forEach(refreshLock),
    destination(vm) {
      const open = hostsOf(vm.host.cluster).filter((host) => {
        const { goingDown, maintenance } = ctx.runtime(host);
        const isOpen = isUp(host) && !host.inMaintenance && !goingDown && maintenance !== 'enter';
        return host !== vm.host && isOpen && mayRunOn(vm, host);
      });
      // DRS knows nothing of Trust Authority, but an attested host is compatible without complaint.
      const preferred = vm.encrypted ? open.filter(isAttested) : open;
      const isStrict = ctx.topology.assumptions.encryptedVmMoves === 'attested-hosts-only';
      const candidates = preferred.length > 0 || isStrict ? preferred : open;
      const load = loads(vm.host.vcenter);
      return candidates.sort(
        (a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0) || a.name.localeCompare(b.name),
      )[0];
    },
    moveSeconds: (vm) =>
      ctx.duration(
        timing.vmotionOverheadSeconds + vm.memoryMiB / timing.vmotionMiBPerSecond,
        'vmotion',
        vm.name,
      ),
  };
}
