import type { LabWorld } from './api.js';
import type { Boot } from './boot.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import type { Maintenance } from './maintenance.js';
import { effectivePolicy } from './lifecycle/policy.js';
import type { LabHost } from './model.js';
import { isUp } from './queries.js';
import type { Tasks } from './tasks.js';

export type HostOperations = Pick<
  LabWorld,
  'enterMaintenance' | 'exitMaintenance' | 'reboot' | 'upgradeByHand' | 'disconnect' | 'reconnect'
>;

const SERVICE = 'vim.HostSystem';

const spec = (host: LabHost, method: string, cancelable = false) => ({
  service: SERVICE,
  operation: method,
  descriptionId: `HostSystem.${method}`,
  entity: { type: 'HostSystem', moid: host.moid, name: host.name },
  cancelable,
});

/** What an administrator does to one host through vCenter. */
export function createHostOperations(
  ctx: WorldContext,
  tasks: Tasks,
  maintenance: Maintenance,
  boot: Boot,
): HostOperations {
  const { timing, assumptions } = ctx.topology;
  /** An operator's reboot may go the short way where the host is set up for it. */
  const isQuick = (host: LabHost): boolean =>
    assumptions.operatorReboot === 'quick-boot' &&
    effectivePolicy(host.cluster).enable_quick_boot &&
    host.quickBootSupported;

  return {
    enterMaintenance(host, session, timeoutSeconds) {
      refuseUnready(ctx, host, 'enter');
      return tasks.startTask(host.vcenter, session, spec(host, 'enterMaintenanceMode', true), (task) => {
        task.onCancel = maintenance.enter(host, {
          by: 'task',
          session,
          timeoutSeconds,
          onProgress: (percent) => tasks.progress(task, percent),
          onDone: () => tasks.succeed(task),
          onFailed: (why) => tasks.fail(task, why),
        });
      });
    },
    exitMaintenance(host, session) {
      refuseUnready(ctx, host, 'exit');
      return tasks.startTask(host.vcenter, session, spec(host, 'exitMaintenanceMode'), (task) =>
        maintenance.exit(host, { by: 'task', session, onDone: () => tasks.succeed(task) }),
      );
    },
    reboot(host, session, force) {
      if (!isUp(host)) refuse(faults.hostNotConnected(`Host ${host.name} is not connected.`));
      if (ctx.runtime(host).goingDown)
        refuse(faults.inProgress(`Host ${host.name} is already being rebooted.`));
      if (!host.inMaintenance && !force) {
        refuse(faults.notAllowed(`Host ${host.name} is not in maintenance mode.`));
      }
      return tasks.startTask(host.vcenter, session, spec(host, 'reboot'), (task) => {
        boot.reboot(host, { type: isQuick(host) ? 'quick' : 'full', by: 'operator', session });
        // vCenter calls the task done when the host has taken the order, long before it is back.
        ctx.clock.after(timing.shutdownSeconds / 2, () => tasks.succeed(task));
      });
    },
    upgradeByHand(host, session, version) {
      if (!isUp(host)) refuse(faults.hostNotConnected(`Host ${host.name} is not connected.`));
      if (!host.inMaintenance) refuse(faults.notAllowed(`Host ${host.name} is not in maintenance mode.`));
      ctx.clock.after(ctx.duration(timing.installSeconds, 'install', host.name), () => {
        boot.install(host, version);
        boot.reboot(host, { type: 'full', by: 'operator', session });
      });
    },
    disconnect(host, session) {
      if (host.connection === 'disconnected')
        refuse(faults.notAllowed(`Host ${host.name} is already disconnected.`));
      return tasks.startTask(host.vcenter, session, spec(host, 'disconnect'), (task) => {
        ctx.clock.after(timing.reconnectSeconds, () => {
          host.connection = 'disconnected';
          ctx.note(host, 'host.connection', { state: 'disconnected' }, session);
          ctx.event(
            host.vcenter,
            'HostDisconnectedEvent',
            `Host ${host.name} was disconnected`,
            host,
            session.user.name,
          );
          tasks.succeed(task);
        });
      });
    },
    reconnect(host, session) {
      if (host.connection === 'connected')
        refuse(faults.notAllowed(`Host ${host.name} is not disconnected.`));
      return tasks.startTask(host.vcenter, session, spec(host, 'reconnect'), (task) => {
        ctx.clock.after(timing.reconnectSeconds, () => {
          if (host.power !== 'poweredOn' || ctx.runtime(host).unreachable) {
            ctx.event(
              host.vcenter,
              'HostReconnectionFailedEvent',
              `Cannot reconnect host ${host.name}`,
              host,
            );
            return tasks.fail(task, {
              ...faults.hostNotConnected(`Cannot contact host ${host.name}.`),
              vim: 'NoHost',
            });
          }
          if (host.connection !== 'connected') {
            host.connection = 'connected';
            ctx.note(host, 'host.connection', { state: 'connected' }, session);
            ctx.event(
              host.vcenter,
              'HostConnectedEvent',
              `Host ${host.name} is connected`,
              host,
              session.user.name,
            );
          }
          tasks.succeed(task);
        });
      });
    },
  };
}

/** Refusals before a task exists: an administrator's client gets them as the answer to the call. */
function refuseUnready(ctx: WorldContext, host: LabHost, direction: 'enter' | 'exit'): void {
  if (!isUp(host) || ctx.runtime(host).goingDown) {
    refuse(faults.hostNotConnected(`Host ${host.name} is not connected.`));
  }
  if (ctx.runtime(host).maintenance !== undefined) {
    refuse(faults.inProgress(`Another maintenance operation of host ${host.name} is in progress.`));
  }
  if (host.inMaintenance === (direction === 'enter')) {
    const state = direction === 'enter' ? 'already' : 'not';
    refuse(faults.notAllowed(`Host ${host.name} is ${state} in maintenance mode.`));
  }
}
