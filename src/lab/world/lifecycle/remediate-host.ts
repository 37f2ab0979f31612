import type { Boot } from '../boot.js';
import type { WorldContext } from '../context.js';
import type { Maintenance } from '../maintenance.js';
import { installedVersion, LabError } from '../model.js';
import type { LabCommit, LabHost, LabSession, LabVm } from '../model.js';
import { runningVmsOn } from '../queries.js';
import type { Vms } from '../vms.js';
import { complianceOf } from './compliance.js';
import { unsupportedBy } from './hardware.js';
import { effectivePolicy } from './policy.js';

/** How the remediation of one host ended. */
export type HostOutcome =
  | { readonly status: 'OK' }
  | { readonly status: 'SKIPPED' | 'ERROR' | 'TIMED_OUT'; readonly message: string };

export interface RemediationStep {
  readonly session: Pick<LabSession, 'user'>;
  readonly commit: LabCommit;
  readonly onProgress: (percent: number) => void;
  readonly onEnd: (outcome: HostOutcome) => void;
}

export type RemediateHost = (host: LabHost, step: RemediationStep) => void;

/**
 * vLCM's work on one host: maintenance, install, restart, and out of maintenance again if it was vLCM that
 * entered. Whether the host attests afterwards is not vLCM's concern.
 */
export function createRemediateHost(
  ctx: WorldContext,
  maintenance: Maintenance,
  boot: Boot,
  vms: Vms,
): RemediateHost {
  const { timing } = ctx.topology;
  const { quickBootFallback } = ctx.topology.assumptions;

  return (host, { session, commit, onProgress, onEnd }) => {
    const policy = effectivePolicy(host.cluster);
    const error = (message: string): void => onEnd({ status: 'ERROR', message });
    const poweredOff: LabVm[] = [];
    let entered = false;
    let attempts = 0;

    const powerDown = (): void => {
      if (!/POWER_OFF|SUSPEND/.test(policy.pre_remediation_power_action)) return;
      for (const vm of runningVmsOn(host)) {
        vm.power = 'poweredOff';
        poweredOff.push(vm);
      }
    };
    const powerUp = (): void => {
      for (const vm of poweredOff.splice(0)) {
        vm.power = 'poweredOn';
        vms.refreshLock(vm);
      }
    };

    const enter = (): void => {
      attempts += 1;
      powerDown();
      try {
        maintenance.enter(host, {
          by: 'vlcm',
          session,
          timeoutSeconds: 0,
          onProgress: (percent) => onProgress(percent * 0.3),
          onDone: () => {
            entered = true;
            install();
          },
          onFailed: ({ message }) => retryEnter(message),
        });
      } catch (refusal) {
        if (!(refusal instanceof LabError)) throw refusal;
        retryEnter(refusal.message);
      }
    };
    /** Only entering maintenance mode is retried; a failed restart is not. */
    const retryEnter = (message: string): void => {
      const { action, retry_count = 0, retry_delay = 0 } = policy.failure_action;
      if (action === 'RETRY' && attempts <= retry_count) return void ctx.clock.after(retry_delay, enter);
      powerUp();
      error(message);
    };

    const install = (): void => {
      onProgress(35);
      const seconds = host.staged === commit.id ? timing.stagedInstallSeconds : timing.installSeconds;
      ctx.clock.after(ctx.duration(seconds, 'install', host.name), () => {
        if (complianceOf(host, commit) !== 'NON_COMPLIANT' || ctx.runtime(host).goingDown) {
          return error(`Host ${host.name} went away during the installation.`);
        }
        boot.install(host, commit.baseImage);
        onProgress(60);
        restart();
      });
    };
    const restart = (): void => {
      let answered = false;
      const once = (next: () => void): void => {
        if (answered) return;
        answered = true;
        next();
      };
      const quick = policy.enable_quick_boot && host.quickBootSupported;
      const cancelTimeout = ctx.clock.after(timing.rebootTimeoutSeconds, () =>
        once(() =>
          onEnd({ status: 'TIMED_OUT', message: `Host ${host.name} did not come back after its reboot.` }),
        ),
      );
      const onBooted = (): void =>
        once(() => {
          cancelTimeout();
          verify();
        });
      boot.reboot(host, { type: quick ? 'quick' : 'full', by: 'vlcm', session, onBooted });
    };
    const verify = (): void => {
      onProgress(90);
      if (installedVersion(host) !== commit.baseImage) {
        return error(
          `Host ${host.name} came back with ${installedVersion(host)}, not with ${commit.baseImage}.`,
        );
      }
      if (!entered) return onEnd({ status: 'OK' });
      try {
        maintenance.exit(host, {
          by: 'vlcm',
          session,
          onDone: () => {
            powerUp();
            onEnd({ status: 'OK' });
          },
        });
      } catch (refusal) {
        if (!(refusal instanceof LabError)) throw refusal;
        error(refusal.message);
      }
    };

    const compliance = complianceOf(host, commit);
    const lacking = unsupportedBy(host, commit);
    const needsFallback = policy.enable_quick_boot && !host.quickBootSupported;
    if (compliance === 'COMPLIANT') {
      onEnd({ status: 'SKIPPED', message: `Host ${host.name} is already compliant.` });
    } else if (compliance !== 'NON_COMPLIANT') {
      error(`Host ${host.name} is ${compliance.toLowerCase()}.`);
    } else if (lacking.length > 0) {
      error(`ESXi ${commit.baseImage} does not support ${lacking.join(', ')} of host ${host.name}.`);
    } else if (
      policy.pre_remediation_power_action === 'SUSPEND_VMS_TO_MEMORY' &&
      runningVmsOn(host).some((vm) => vm.encrypted)
    ) {
      error(`Host ${host.name} runs encrypted VMs, which cannot be suspended to memory.`);
    } else if (needsFallback && quickBootFallback !== 'full-boot') {
      const status = quickBootFallback === 'fails' ? 'ERROR' : 'SKIPPED';
      onEnd({ status, message: `Host ${host.name} does not support Quick Boot.` });
    } else if (host.inMaintenance) install();
    else enter();
  };
}
