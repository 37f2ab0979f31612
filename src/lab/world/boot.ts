import type { LabFaultRule } from '../faults/rule.js';
import type { Attestation } from './attestation.js';
import type { HostRuntime, WorldContext } from './context.js';
import { installedVersion } from './model.js';
import type { LabHost, LabSession, Version } from './model.js';
import { everyHost, isManaged, runningVmsOn } from './queries.js';
import { hostOffers } from './releases.js';
import type { Vms } from './vms.js';

export interface Boot {
  /** Writes the image to the bank that is not running; the next boot uses it. */
  install(host: LabHost, to: Version): void;
  /** Takes the host down and up again; `onBooted` runs when it is connected again. */
  reboot(
    host: LabHost,
    options: {
      type: 'full' | 'quick';
      by: 'vlcm' | 'operator' | 'fault';
      session?: Pick<LabSession, 'user'>;
      onBooted?: () => void;
    },
  ): void;
  /**
   * Switched off and on by somebody who stands before it, whatever it was doing, even hanging. `act` is what he does
   * before the hypervisor comes up.
   */
  atConsole(host: LabHost, seconds: number, act: () => void): void;
}

/** How long after a boot its reason comes, when it comes late; lab seconds. */
const LATE_REASON_SECONDS = 600;

/**
 * What the event history says about the host's last boot: that it booted, and how. The reasons depend on the ESXi
 * version that booted: none before 7.0 U2; that a person asked for it is a reason of its own only from 8.0 on.
 */
export function noteBootEvents(
  ctx: WorldContext,
  host: LabHost,
  by: HostRuntime['restartedBy'] = 'vlcm',
): void {
  const { type, at } = host.lastBoot;
  const [reason, words] = type === 'quick' ? ['quickboot', 'Quick Boot'] : ['reboot', 'reboot'];
  const tell = (typeId: string, message: string, when = at): void =>
    ctx.event(host.vcenter, typeId, message, host, '', when);
  tell('esx.audit.host.boot', `Host ${host.name} has booted`);
  if (!hostOffers(host, 'bootReasons')) return;
  const why = by !== 'vlcm' && by !== 'fault' && hostOffers(host, 'moreBootReasons') ? 'user' : 'management';
  const tellReason = (when = at): void =>
    tell(
      `esx.audit.host.${reason}.reason.${why}`,
      `The last restart of host ${host.name} was a ${words}`,
      when,
    );
  switch (ctx.topology.assumptions.bootEvents) {
    case 'with-reason':
      tellReason();
      break;
    case 'late': {
      const wait = at + LATE_REASON_SECONDS * 1000 - ctx.clock.now();
      if (wait <= 0) tellReason(at + LATE_REASON_SECONDS * 1000);
      else ctx.clock.after(wait / 1000, () => tellReason(ctx.clock.now()));
      break;
    }
    case 'without-reason':
      break;
  }
}

/** Boot banks, full boot and Quick Boot, the old bank, and hosts that hang. */
export function createBoot(ctx: WorldContext, vms: Vms, attestation: Attestation): Boot {
  const { timing } = ctx.topology;
  const { keyPersistence } = ctx.topology.assumptions;

  const goDown = (host: LabHost, type: 'full' | 'quick', why: string): void => {
    // Somebody has switched it off in the meantime.
    if (host.power === 'booting') return;
    ctx.event(
      host.vcenter,
      'esx.audit.host.stop.reboot',
      `Host ${host.name} is being rebooted (${why})`,
      host,
    );
    powerOff(host);
    const hang = ctx.faults.strike('hang-at-boot', host);
    if (hang) hangAtBoot(host, hang);
    else boot(host, type);
  };

  const powerOff = (host: LabHost): void => {
    ctx.runtime(host).stopRebalance?.();
    host.power = 'booting';
    attestation.hostDown(host);
    if (host.connection !== 'disconnected') {
      host.connection = 'notResponding';
      ctx.note(host, 'host.connection', { state: 'notResponding' });
      ctx.event(host.vcenter, 'HostConnectionLostEvent', `Host ${host.name} is not responding`, host);
    }
  };

  const boot = (host: LabHost, type: 'full' | 'quick'): void => {
    const seconds = type === 'full' ? timing.fullBootSeconds : timing.quickBootSeconds;
    const after = ctx.duration(seconds, 'boot', host.name);
    ctx.runtime(host).cancelBoot = ctx.clock.after(after, () => comeUp(host, type));
  };

  /** Stays down until somebody cycles the power: after the rule's seconds, or when the rule is removed. */
  const hangAtBoot = (host: LabHost, rule: LabFaultRule): void => {
    const runtime = ctx.runtime(host);
    const powerCycle = (): void => {
      if (!runtime.hung) return;
      delete runtime.hung;
      // Whatever hung, a power cycle goes through firmware: a full boot of the new bank.
      ctx.note(host, 'host.reboot', { type: 'full', by: 'fault' });
      boot(host, 'full');
    };
    runtime.hung = { rule: rule.id, powerCycle };
    if (rule.seconds !== undefined && rule.seconds > 0) ctx.clock.after(rule.seconds, powerCycle);
  };
  ctx.faults.onHealed('hang-at-boot', ({ id }) => {
    for (const { hung } of runtimes()) if (hung?.rule === id) hung.powerCycle();
  });
  ctx.faults.onHealed('never-reconnects', ({ id }) => {
    for (const { unreachable } of runtimes()) if (unreachable?.rule === id) unreachable.connect();
  });
  const runtimes = (): HostRuntime[] => everyHost(ctx).map((host) => ctx.runtime(host));

  const comeUp = (host: LabHost, type: 'full' | 'quick'): void => {
    const runtime = ctx.runtime(host);
    delete runtime.goingDown;
    delete runtime.cancelBoot;
    const next = runtime.nextBank;
    delete runtime.nextBank;
    if (next !== undefined && !ctx.faults.strike('boot-old-bank', host)) {
      host.activeBank = next;
      delete host.staged;
    } else if (next !== undefined) type = 'full'; // falling back goes through firmware
    host.power = 'poweredOn';
    host.lastBoot = { type, at: ctx.clock.now() };
    if (type === 'full') {
      host.measured = installedVersion(host);
      host.lastFullBootAt = host.lastBoot.at;
    }
    host.attestationFailures.clear();
    host.ailing.clear();
    ctx.note(host, 'host.booted', {
      type,
      installed: installedVersion(host),
      measured: host.measured,
      fallback: host.banks[host.activeBank === 0 ? 1 : 0],
      bootTime: ctx.clock.iso(),
    });
    if (isManaged(host)) noteBootEvents(ctx, host, runtime.restartedBy);
    delete runtime.restartedBy;
    // Keys in memory did not survive: VMs that stayed on the host ask for theirs again.
    if (keyPersistence === 'off') for (const vm of runningVmsOn(host)) vms.refreshLock(vm);
    attestation.hostBooted(host);
    const away = host.connection !== 'disconnected' && ctx.faults.strike('never-reconnects', host);
    if (away) stayAway(host, away);
    else connect(host);
  };

  /** vCenter finds the host again, and with it whoever waits for that. */
  const connect = (host: LabHost): void => {
    const runtime = ctx.runtime(host);
    delete runtime.unreachable;
    if (host.connection !== 'disconnected') {
      host.connection = 'connected';
      ctx.note(host, 'host.connection', { state: 'connected' });
      ctx.event(host.vcenter, 'HostConnectedEvent', `Host ${host.name} is connected`, host);
    }
    if (host.ta) attestation.retrySoon((_, authority) => authority === host);
    const waiting = runtime.onBooted;
    runtime.onBooted = [];
    for (const told of waiting) told();
  };
  const stayAway = (host: LabHost, { id, seconds }: LabFaultRule): void => {
    const runtime = ctx.runtime(host);
    const once = (): void => {
      if (runtime.unreachable?.rule === id) connect(host);
    };
    runtime.unreachable = { rule: id, connect: once };
    if (seconds !== undefined) ctx.clock.after(seconds, once);
  };

  return {
    install(host, to) {
      const other = host.activeBank === 0 ? 1 : 0;
      ctx.note(host, 'host.install', { from: installedVersion(host), to });
      host.banks[other] = to;
      ctx.runtime(host).nextBank = other;
      ctx.changed();
    },
    reboot(host, { type, by, session, onBooted }) {
      if (onBooted) ctx.runtime(host).onBooted.push(onBooted);
      ctx.runtime(host).goingDown = true;
      ctx.runtime(host).restartedBy = by;
      ctx.note(host, 'host.reboot', { type, by }, session);
      ctx.clock.after(ctx.duration(timing.shutdownSeconds, 'shutdown', host.name), () =>
        goDown(host, type, by),
      );
    },
    atConsole(host, seconds, act) {
      const runtime = ctx.runtime(host);
      delete runtime.hung;
      delete runtime.unreachable;
      delete runtime.nextBank;
      runtime.goingDown = true;
      runtime.restartedBy = 'console';
      ctx.note(host, 'host.reboot', { type: 'full', by: 'console' });
      powerOff(host);
      runtime.cancelBoot?.();
      runtime.cancelBoot = ctx.clock.after(
        seconds + ctx.duration(timing.fullBootSeconds, 'boot', host.name),
        () => {
          act();
          comeUp(host, 'full');
        },
      );
    },
  };
}
