import type { LabWorld } from '../api.js';
import type { WorldContext } from '../context.js';
import { installedVersion } from '../model.js';
import type { LabCluster, LabCommit, LabHost } from '../model.js';
import { hostsOf, isUp } from '../queries.js';
import { offers } from '../releases.js';
import type { Tasks } from '../tasks.js';
import { compareVersions } from '../versions.js';
import { commitFor, requireImageManaged, softwareTask } from './desired.js';
import { baseImageInfo, hostInfo, notification } from './wire.js';

export type HostStatus = 'COMPLIANT' | 'NON_COMPLIANT' | 'INCOMPATIBLE' | 'UNAVAILABLE';

/** A target below the running version is incompatible: vLCM does not downgrade. */
export function complianceOf(host: LabHost, { baseImage }: LabCommit): HostStatus {
  if (!isUp(host)) return 'UNAVAILABLE';
  const difference = compareVersions(baseImage, installedVersion(host));
  if (difference === 0) return 'COMPLIANT';
  return difference < 0 ? 'INCOMPATIBLE' : 'NON_COMPLIANT';
}

const SCAN = 'com.vmware.vcIntegrity.lifecycle.HostScan';

/** `ClusterCompliance` of the newest commit, computed when asked; only the scan time is remembered. */
export function createCompliance(ctx: WorldContext, tasks: Tasks): Pick<LabWorld, 'scan' | 'compliance'> {
  const scannedAt = new WeakMap<LabCluster, number>();

  const hostCompliance = (cluster: LabCluster, host: LabHost, commit: LabCommit, scanTime: string) => {
    const status = complianceOf(host, commit);
    const outdated = status === 'NON_COMPLIANT';
    const tellsStage = outdated && offers(cluster.vcenter, 'stageStatus');
    const staged = tellsStage ? { stage_status: host.staged === commit.id ? 'STAGED' : 'NOT_STAGED' } : {};
    const quick = host.quickBootSupported
      ? [notification(ctx, 'INFO', `${SCAN}.QuickBoot.Supported`, 'Quick Boot is supported on the host.')]
      : [];
    const reboot = outdated
      ? [notification(ctx, 'INFO', `${SCAN}.RebootImpact`, 'The host will be rebooted during remediation.')]
      : [];
    const errors =
      status === 'INCOMPATIBLE'
        ? [
            notification(
              ctx,
              'ERROR',
              `${SCAN}.DowngradeNotSupported`,
              'The image is older than the one installed.',
            ),
          ]
        : [];
    return {
      impact: outdated ? 'REBOOT_REQUIRED' : 'NO_IMPACT',
      status,
      ...staged,
      scan_time: scanTime,
      commit: commit.id,
      base_image: {
        status,
        ...staged,
        current: baseImageInfo(cluster, installedVersion(host)),
        target: baseImageInfo(cluster, commit.baseImage),
        notifications: {},
      },
      add_on: { status: 'COMPLIANT', notifications: {} },
      components: {},
      solutions: {},
      notifications: { info: [...quick, ...reboot], ...(errors.length > 0 ? { errors } : {}) },
    };
  };

  const compliance = (cluster: LabCluster): Record<string, unknown> => {
    requireImageManaged(cluster);
    const commit = commitFor(cluster, undefined);
    const hosts = hostsOf(cluster);
    const scanTime = ctx.clock.iso(scannedAt.get(cluster) ?? ctx.clock.now());
    const having = (status: HostStatus): string[] =>
      hosts.filter((host) => complianceOf(host, commit) === status).map((host) => host.moid);
    const order: HostStatus[] = ['INCOMPATIBLE', 'NON_COMPLIANT', 'UNAVAILABLE', 'COMPLIANT'];
    const status = order.find((candidate) => having(candidate).length > 0) ?? 'COMPLIANT';
    return {
      impact: having('NON_COMPLIANT').length > 0 ? 'REBOOT_REQUIRED' : 'NO_IMPACT',
      status,
      ...(status === 'NON_COMPLIANT' && offers(cluster.vcenter, 'stageStatus')
        ? { stage_status: 'NOT_STAGED' }
        : {}),
      notifications: {},
      scan_time: scanTime,
      commit: commit.id,
      compliant_hosts: having('COMPLIANT'),
      non_compliant_hosts: having('NON_COMPLIANT'),
      incompatible_hosts: having('INCOMPATIBLE'),
      unavailable_hosts: having('UNAVAILABLE'),
      // Hosts that could not be asked have no entry (vsphere-rest.md 8.4).
      hosts: Object.fromEntries(
        hosts.filter(isUp).map((host) => [host.moid, hostCompliance(cluster, host, commit, scanTime)]),
      ),
      host_info: hostInfo(hosts),
    };
  };

  return {
    compliance,
    scan(cluster, session) {
      requireImageManaged(cluster);
      commitFor(cluster, undefined);
      return tasks.startTask(cluster.vcenter, session, softwareTask(cluster, 'scan'), (task) => {
        ctx.clock.after(ctx.duration(ctx.topology.timing.scanSeconds, 'scan', cluster.name), () => {
          scannedAt.set(cluster, ctx.clock.now());
          tasks.succeed(task, compliance(cluster));
        });
      });
    },
  };
}
