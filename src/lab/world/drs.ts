import type { WorldContext } from './context.js';
import { faults } from './errors.js';
import type { LabFault, LabHost, LabVm } from './model.js';
import { isHeld, mayRunOn } from './placement.js';
import { hostsOf, isUp, loads, runningVmsOn } from './queries.js';
import type { Vms } from './vms.js';

export interface Evacuation {
  readonly onProgress: (percent: number) => void;
  readonly onDone: () => void;
  readonly onBlocked: (why: LabFault) => void;
}

export interface Drs {
  /** Moves running VMs off the host, a few at a time; tells once whether that succeeded. Returns a canceller. */
  evacuate(host: LabHost, outcome: Evacuation): () => void;
  /** Some time after maintenance: moves VMs back until the host carries its share. */
  rebalance(host: LabHost): void;
}

/** What keeps DRS from emptying a host. @see vta-operations.md 2.14, "what commonly fails" */
function whyNotEvacuated(
  host: LabHost,
  left: readonly LabVm[],
  isPinned: (vm: LabVm) => boolean,
): LabFault | undefined {
  const { drs, name } = host.cluster;
  if (left.length === 0) return undefined;
  if (!drs.enabled) {
    return faults.drs(
      `DRS is not enabled on cluster ${name}`,
      'com.vmware.cdrs.maintenancemode.drsNotEnabled',
    );
  }
  if (drs.behavior !== 'fullyAutomated') {
    return faults.drs(
      `DRS of cluster ${name} is not fully automated`,
      'com.vmware.cdrs.maintenancemode.manual',
    );
  }
  const pinned = left.filter(isPinned).map((vm) => vm.name);
  if (pinned.length === 0) return undefined;
  return faults.drs(
    `DRS cannot move ${pinned.join(', ')} off host ${host.name}`,
    'com.vmware.cdrs.maintenancemode.updateFailure',
    { vms: pinned },
  );
}

export function createDrs(ctx: WorldContext, vms: Vms): Drs {
  const { timing } = ctx.topology;
  const isPinned = (vm: LabVm): boolean => isHeld(vm) || ctx.faults.holds('pin-vm', vm.name) !== undefined;

  return {
    evacuate(host, { onProgress, onDone, onBlocked }) {
      const cancels = new Set<() => void>();
      const moving = new Set<LabVm>();
      let ended = false;
      const total = runningVmsOn(host).length;
      const later = (seconds: number, fn: () => void): void => {
        const cancel = ctx.clock.after(seconds, () => {
          cancels.delete(cancel);
          if (!ended) fn();
        });
        cancels.add(cancel);
      };
      const finish = (outcome: () => void): void => {
        if (ended) return;
        ended = true;
        outcome();
      };
      const refused = (why: LabFault): void =>
        later(timing.evacuationRefusalSeconds, () => finish(() => onBlocked(why)));

      const next = (): void => {
        const left = runningVmsOn(host);
        if (left.length === 0) return finish(onDone);
        onProgress((100 * (total - left.length)) / Math.max(1, total));
        const automated = host.cluster.drs.enabled && host.cluster.drs.behavior === 'fullyAutomated';
        const movable = automated ? left.filter((vm) => !isPinned(vm) && !moving.has(vm)) : [];
        for (const vm of movable.slice(0, timing.vmotionsInParallel - moving.size)) move(vm);
        if (moving.size > 0) return;
        const why = whyNotEvacuated(host, left, isPinned);
        for (const vm of left) ctx.faults.strike('pin-vm', { name: vm.name, vcenter: host.vcenter });
        refused(
          why ??
            faults.drs(
              `No host of cluster ${host.cluster.name} can take ${left.map((vm) => vm.name).join(', ')}`,
              'com.vmware.cdrs.maintenancemode.updateFailure',
            ),
        );
      };
      const move = (vm: LabVm): void => {
        if (!vms.destination(vm)) return;
        moving.add(vm);
        later(vms.moveSeconds(vm), () => {
          moving.delete(vm);
          // The destination is chosen when the copy ends: it may have gone meanwhile.
          const to = vms.destination(vm);
          if (to && vm.host === host) vms.place(vm, to);
          next();
        });
      };

      // An empty host has nothing to block, so the fault waits for the next one.
      if (total > 0 && ctx.faults.strike('evacuation-blocked', host)) {
        refused(
          faults.drs(`vMotion off host ${host.name} failed`, 'com.vmware.cdrs.maintenancemode.updateFailure'),
        );
      } else next();
      return () => {
        ended = true;
        for (const cancel of cancels) cancel();
      };
    },

    rebalance(host) {
      const runtime = ctx.runtime(host);
      runtime.stopRebalance?.();
      const { drs } = host.cluster;
      if (!drs.enabled || drs.behavior !== 'fullyAutomated') return;
      const step = (seconds: number): void => {
        runtime.stopRebalance = ctx.clock.after(seconds, () => {
          delete runtime.stopRebalance;
          if (!isUp(host) || host.inMaintenance || runtime.maintenance) return;
          const vm = candidate();
          if (!vm) return;
          vms.place(vm, host);
          step(vms.moveSeconds(vm));
        });
      };
      /** A VM of the fullest host that fits below this host's share of the cluster's memory. */
      const candidate = (): LabVm | undefined => {
        const load = loads(host.vcenter);
        const memory = (other: LabHost): number => load.get(other) ?? 0;
        const hosts = hostsOf(host.cluster).filter((other) => isUp(other) && !other.inMaintenance);
        const share = hosts.reduce((sum, other) => sum + memory(other), 0) / hosts.length;
        const donor = hosts
          .filter((other) => other !== host && memory(other) > share)
          .sort((a, b) => memory(b) - memory(a) || a.name.localeCompare(b.name))[0];
        const room = share - memory(host);
        return (
          donor &&
          runningVmsOn(donor).find((vm) => !isPinned(vm) && vm.memoryMiB <= room && mayRunOn(vm, host))
        );
      };
      step(ctx.duration(timing.drsRebalanceDelaySeconds, 'drs', host.name));
    },
  };
}
