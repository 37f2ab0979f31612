import type { WorldContext } from './context.js';
import type { Drs } from './drs.js';
import { faults, refuse } from './errors.js';
import type { LabFault, LabHost, LabSession } from './model.js';
import { hostsOf, isUp } from './queries.js';

type By = 'task' | 'vlcm';

export interface Entering {
  readonly by: By;
  readonly session: Pick<LabSession, 'user'>;
  /** Seconds until a host that cannot be emptied gives up; 0 or less = none. */
  readonly timeoutSeconds: number;
  readonly onProgress?: (percent: number) => void;
  readonly onDone: () => void;
  readonly onFailed: (why: LabFault) => void;
}
export interface Exiting {
  readonly by: By;
  readonly session: Pick<LabSession, 'user'>;
  readonly onDone: () => void;
}

export interface Maintenance {
  /** @throws LabError when it cannot even begin. Returns a canceller. */
  enter(host: LabHost, entering: Entering): () => void;
  /** @throws LabError when the host is not in maintenance mode */
  exit(host: LabHost, exiting: Exiting): void;
}

export function createMaintenance(ctx: WorldContext, drs: Drs): Maintenance {
  const { timing } = ctx.topology;

  const requireConnected = (host: LabHost): void => {
    if (!isUp(host)) refuse(faults.hostNotConnected(`Host ${host.name} is not connected.`));
    if (ctx.runtime(host).goingDown) refuse(faults.notAllowed(`Host ${host.name} is being rebooted.`));
  };
  const requireIdle = (host: LabHost): void => {
    if (ctx.runtime(host).maintenance === undefined) return;
    refuse(faults.inProgress(`Another maintenance operation of host ${host.name} is in progress.`));
  };
  /** vSAN: data of a second host would lose its redundancy. */
  const vsanNeighbour = (host: LabHost): LabHost | undefined =>
    host.cluster.vsan
      ? hostsOf(host.cluster).find(
          (other) => other !== host && (other.inMaintenance || ctx.runtime(other).maintenance === 'enter'),
        )
      : undefined;
  const vsanRefusal = (host: LabHost): LabFault | undefined => {
    const neighbour = vsanNeighbour(host);
    if (neighbour) {
      return faults.drs(
        `vSAN host ${neighbour.name} is already in maintenance mode`,
        'vim.hostd.vsanDecommissioning.noResources',
      );
    }
    if (!ctx.faults.strike('vsan-resync', host)) return undefined;
    return faults.drs(
      `vSAN of cluster ${host.cluster.name} is resynchronizing objects`,
      'vim.hostd.vsanDecommissioning.lackOfDurability',
    );
  };

  return {
    enter(host, { by, session, timeoutSeconds, onProgress, onDone, onFailed }) {
      requireConnected(host);
      requireIdle(host);
      if (host.inMaintenance) refuse(faults.notAllowed(`Host ${host.name} is already in maintenance mode.`));
      const runtime = ctx.runtime(host);
      runtime.maintenance = 'enter';
      runtime.stopRebalance?.();
      delete runtime.stopRebalance;
      ctx.note(host, 'host.maintenance.requested', { direction: 'enter' }, session);
      ctx.event(
        host.vcenter,
        'EnteringMaintenanceModeEvent',
        `Host ${host.name} is entering maintenance mode`,
        host,
        session.user.name,
      );
      const cancels: (() => void)[] = [];
      const over = (): void => {
        delete runtime.maintenance;
        for (const cancel of cancels) cancel();
      };
      const failed = (why: LabFault): void => {
        over();
        ctx.note(host, 'host.maintenance.failed', { by, reason: why.message }, session);
        onFailed(why);
      };
      const entered = (): void => {
        over();
        host.inMaintenance = true;
        host.maintenanceBy = by;
        ctx.note(host, 'host.maintenance.entered', { by }, session);
        ctx.event(
          host.vcenter,
          'EnteredMaintenanceModeEvent',
          `Host ${host.name} has entered maintenance mode`,
          host,
          session.user.name,
        );
        onDone();
      };

      const refusal = vsanRefusal(host);
      if (refusal) {
        cancels.push(ctx.clock.after(timing.enterMaintenanceSeconds, () => failed(refusal)));
      } else {
        if (timeoutSeconds > 0) {
          const why = faults.timedOut('Operation timed out.');
          cancels.push(ctx.clock.after(timeoutSeconds, () => failed(why)));
        }
        cancels.push(
          drs.evacuate(host, {
            onProgress: (percent) => onProgress?.(percent * 0.9),
            onDone: () => {
              const seconds = ctx.duration(timing.enterMaintenanceSeconds, 'maintenance', host.name);
              cancels.push(ctx.clock.after(seconds, entered));
            },
            onBlocked: failed,
          }),
        );
      }
      return () => {
        over();
        ctx.note(host, 'host.maintenance.failed', { by, reason: 'cancelled' }, session);
      };
    },

    exit(host, { by, session, onDone }) {
      requireConnected(host);
      requireIdle(host);
      if (!host.inMaintenance) refuse(faults.notAllowed(`Host ${host.name} is not in maintenance mode.`));
      const runtime = ctx.runtime(host);
      runtime.maintenance = 'exit';
      ctx.note(host, 'host.maintenance.requested', { direction: 'exit' }, session);
      ctx.clock.after(ctx.duration(timing.exitMaintenanceSeconds, 'maintenance', host.name), () => {
        delete runtime.maintenance;
        host.inMaintenance = false;
        delete host.maintenanceBy;
        ctx.note(host, 'host.maintenance.exited', { by }, session);
        ctx.event(
          host.vcenter,
          'ExitMaintenanceModeEvent',
          `Host ${host.name} has exited maintenance mode`,
          host,
          session.user.name,
        );
        drs.rebalance(host);
        onDone();
      });
    },
  };
}
