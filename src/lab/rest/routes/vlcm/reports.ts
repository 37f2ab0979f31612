import { hostInfo } from '../../../world/lifecycle/wire.js';
import { installedVersion } from '../../../world/model.js';
import { hostsOf, isUp } from '../../../world/queries.js';
import { VCENTER_DIFFERENCES } from '../../../world/releases.js';
import { changingTask } from '../../as-task.js';
import { restError } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { ok, route, type Call } from '../../types.js';
import { message } from '../../wire-values.js';
import {
  clusterPath,
  desiredOf,
  readRemediation,
  readSoftware,
  softwareInfo,
  vlcmService,
} from './shapes.js';

const path = `${clusterPath}/software`;
const reports = `${path}/reports`;

/** The documentation asks for this one to read and to check. */
const readHardware = 'VcIntegrity.HardwareCompatibility.Read';

function hardwareReport(call: Call): Record<string, unknown> {
  const report = call.world.hardwareReport(clusterOf(call));
  if (report === undefined) throw restError('NOT_FOUND', 'The hardware has not been checked yet.');
  return report;
}

const reportRoutes = [
  route({
    method: 'GET',
    path: `${path}/compliance`,
    privilege: readSoftware,
    answer(call) {
      const cluster = clusterOf(call);
      desiredOf(cluster);
      return ok(call.world.compliance(cluster));
    },
  }),
  route({
    method: 'GET',
    path: `${reports}/last-apply-result`,
    privilege: readRemediation,
    answer(call) {
      const result = call.world.applyResult(clusterOf(call));
      if (result === undefined) throw restError('NOT_FOUND', 'Nothing has been applied yet.');
      return ok(result);
    },
  }),
  route({
    method: 'GET',
    path: `${reports}/last-check-result`,
    privilege: readRemediation,
    answer(call) {
      const result = call.world.checkResult(clusterOf(call));
      if (result === undefined) throw restError('NOT_FOUND', 'Nothing has been checked yet.');
      return ok(result);
    },
  }),
  route({
    method: 'GET',
    path: `${reports}/hardware-compatibility`,
    privilege: readHardware,
    answer(call) {
      const { status, commit, base_image_version, scan_time, notifications } = hardwareReport(call);
      const summary_result = message('', '');
      return ok({ status, commit, base_image_version, scan_time, notifications, summary_result });
    },
  }),
  route({
    method: 'GET',
    path: `${reports}/hardware-compatibility/details`,
    privilege: readHardware,
    answer: (call) => ok(hardwareReport(call)),
  }),
  route({
    method: 'POST',
    path: `${reports}/hardware-compatibility`,
    action: 'check',
    privilege: readHardware,
    task: (call) => call.world.checkHardware(clusterOf(call), call.session),
  }),
  route({
    method: 'GET',
    path: `${reports}/apply-impact`,
    query: ['hosts'],
    privilege: readRemediation,
    answer(call) {
      const cluster = clusterOf(call);
      const { id, baseImage } = desiredOf(cluster);
      const hosts = hostsOf(cluster).filter(({ moid }) => call.query.passes('hosts', moid));
      const reboot = message(
        'com.vmware.vcIntegrity.lifecycle.HostScan.RebootImpact',
        'The host will be rebooted during remediation.',
      );
      const impactOf = (isOutdated: boolean) => (isOutdated ? [{ message: reboot }] : []);
      return ok({
        impact: impactOf(hosts.some((host) => installedVersion(host) !== baseImage)),
        host_impact: Object.fromEntries(
          hosts.map((host) => [host.moid, impactOf(installedVersion(host) !== baseImage)]),
        ),
        commit: id,
        host_info: hostInfo(hosts),
      });
    },
  }),
];

/** What each host really runs, also before image management (8.0.3). */
const installedImages = [
  route({
    method: 'POST',
    path: `${clusterPath}/installed-images`,
    action: 'extract',
    since: VCENTER_DIFFERENCES.installedImages.since,
    privilege: readSoftware,
    task: changingTask(`${vlcmService}.installed_images`, 'extract', () => undefined),
  }),
  route({
    method: 'GET',
    path: `${clusterPath}/installed-images`,
    since: VCENTER_DIFFERENCES.installedImages.since,
    privilege: readSoftware,
    answer(call) {
      const cluster = clusterOf(call);
      const hosts = hostsOf(cluster);
      const up = hosts.filter(isUp);
      const versions = [...new Set(up.map(installedVersion))];
      return ok({
        completion_time: call.world.clock.iso(),
        uniform_image: versions.length <= 1,
        status: 'SUCCESS',
        successful_hosts: up.map(({ moid }) => moid),
        failed_hosts: hosts.filter((host) => !isUp(host)).map(({ moid }) => moid),
        unsupported_hosts: [],
        image_categories: {
          is_highest_and_widely_used_image_equal: versions.length <= 1,
          host_image_list: versions.map((version) => ({
            software_info: softwareInfo(cluster, version),
            host_list: up.filter((host) => installedVersion(host) === version).map(({ moid }) => moid),
          })),
        },
        host_notifications: {},
        host_info: hostInfo(hosts),
        orphaned_vibs: {},
        notifications: {},
      });
    },
  }),
];

/** Results of software operations, and what the hosts run. */
export const softwareReportRoutes = [...reportRoutes, ...installedImages];
