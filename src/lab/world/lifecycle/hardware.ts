import type { LabWorld } from '../api.js';
import type { WorldContext } from '../context.js';
import { installedVersion } from '../model.js';
import type { LabCluster, LabCommit, LabHost, Millis } from '../model.js';
import { hostsOf } from '../queries.js';
import type { Tasks } from '../tasks.js';
import { toBaseImage } from '../versions.js';
import { commitFor, requireImageManaged, softwareTask } from './desired.js';
import { hostInfo, message } from './wire.js';

/** Devices of the host that this image does not support; what it runs, it supports. */
export const unsupportedBy = (host: LabHost, { baseImage }: LabCommit): readonly string[] =>
  baseImage === installedVersion(host) ? [] : host.unsupportedDevices;

const NOTHING = { driver_name: '', driver_version: '', firmware_version: '' };

/** One device, with every host of the cluster that has it. */
const deviceOf = (name: string, hosts: readonly LabHost[]) => ({
  status: 'INCOMPATIBLE',
  device: {
    vid: '15b3',
    did: '1015',
    svid: '15b3',
    ssid: '0003',
    vendor: '',
    display_name: name,
    driver_name: '',
  },
  host_info: hostInfo(hosts),
  target: NOTHING,
  supported: [],
  compatible_versions: [],
});

/** The hardware check of vLCM: which devices of the hosts the desired image does not support. */
export function createHardware(
  ctx: WorldContext,
  tasks: Tasks,
): Pick<LabWorld, 'checkHardware' | 'hardwareReport'> {
  const reports = new WeakMap<LabCluster, Record<string, unknown>>();

  const keep = (cluster: LabCluster, commit: LabCommit, at: Millis): Record<string, unknown> => {
    const hosts = hostsOf(cluster);
    const names = [...new Set(hosts.flatMap((host) => unsupportedBy(host, commit)))].toSorted();
    const status = names.length > 0 ? 'INCOMPATIBLE' : 'COMPATIBLE';
    const report = {
      status,
      commit: commit.id,
      base_image_version: toBaseImage(commit.baseImage),
      scan_time: ctx.clock.iso(at),
      note: message('', ''),
      notifications: {},
      pci_device_compliance: {
        status,
        compatible_devices: [],
        incompatible_devices: names.map((name) =>
          deviceOf(
            name,
            hosts.filter((host) => unsupportedBy(host, commit).includes(name)),
          ),
        ),
        incompatible_driver_firmware: [],
      },
    };
    reports.set(cluster, report);
    return report;
  };

  return {
    hardwareReport(cluster) {
      const [first] = cluster.commits;
      if (!reports.has(cluster) && cluster.preChecked && first) keep(cluster, first, ctx.clock.now());
      return reports.get(cluster);
    },
    checkHardware(cluster, session) {
      requireImageManaged(cluster);
      const commit = commitFor(cluster, undefined);
      const spec = softwareTask(cluster, 'check');
      const service = `${spec.service}.reports.hardware_compatibility`;
      const about = { ...spec, service, descriptionId: `${service}.check` };
      return tasks.startTask(cluster.vcenter, session, about, (task) => {
        ctx.clock.after(ctx.duration(ctx.topology.timing.checkSeconds, 'hardware', cluster.name), () =>
          tasks.succeed(task, keep(cluster, commit, ctx.clock.now())),
        );
      });
    },
  };
}
