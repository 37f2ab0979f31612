import type { LabWorld } from '../api.js';
import type { WorldContext } from '../context.js';
import type { LabCluster, LabCommit, LabHost } from '../model.js';
import { isHeld } from '../placement.js';
import { hostsOf, runningVmsOn } from '../queries.js';
import type { Tasks } from '../tasks.js';
import { complianceOf } from './compliance.js';
import { commitFor, hostsFor, requireFree, softwareTask } from './desired.js';
import { unsupportedBy } from './hardware.js';
import { effectivePolicy } from './policy.js';
import { hostInfo, message } from './wire.js';

type Status = 'OK' | 'WARNING' | 'ERROR';
interface Issue {
  readonly check: string;
  readonly status: Status;
  readonly id: string;
  readonly text: string;
}

/** What the pre-check finds about one host. @see vta-operations.md 2.14 */
function issuesOf(host: LabHost, commit: LabCommit): Issue[] {
  const { cluster } = host;
  const policy = effectivePolicy(cluster);
  const running = host.inMaintenance ? [] : runningVmsOn(host);
  const pinned = running.filter(isHeld);
  const issues: Issue[] = [];
  const add = (check: string, status: Status, id: string, text: string): void =>
    void issues.push({ check, status, id, text });

  const compliance = complianceOf(host, commit);
  if (compliance === 'UNAVAILABLE') {
    add(
      'HOST_CONNECTION',
      'ERROR',
      'com.vmware.vcIntegrity.lifecycle.HostUnavailable',
      `Host ${host.name} does not answer.`,
    );
  }
  const lacking = unsupportedBy(host, commit);
  if (lacking.length > 0) {
    add(
      'HARDWARE',
      'ERROR',
      'com.vmware.vcIntegrity.lifecycle.HardwareNotSupported',
      `ESXi ${commit.baseImage} does not support ${lacking.join(', ')} of host ${host.name}.`,
    );
  }
  if (compliance === 'INCOMPATIBLE') {
    add(
      'IMAGE',
      'ERROR',
      'com.vmware.vcIntegrity.lifecycle.DowngradeNotSupported',
      `Host ${host.name} runs a newer image.`,
    );
  }
  if (policy.pre_remediation_power_action === 'SUSPEND_VMS_TO_MEMORY' && running.some((vm) => vm.encrypted)) {
    add(
      'SUSPEND_TO_MEMORY',
      'ERROR',
      'com.vmware.cdrs.maintenancemode.hostHasEncryptedVm',
      `Host ${host.name} runs encrypted VMs, which cannot be suspended to memory.`,
    );
  }
  if (policy.pre_remediation_power_action === 'DO_NOT_CHANGE_VMS_POWER_STATE') {
    if (running.length > 0 && !cluster.drs.enabled) {
      add(
        'DRS',
        'ERROR',
        'com.vmware.cdrs.maintenancemode.drsNotEnabled',
        `DRS of cluster ${cluster.name} is off.`,
      );
    } else if (running.length > 0 && cluster.drs.behavior !== 'fullyAutomated') {
      add(
        'DRS',
        'ERROR',
        'com.vmware.cdrs.maintenancemode.manual',
        `DRS of cluster ${cluster.name} is not automated.`,
      );
    } else if (pinned.length > 0) {
      add(
        'EVACUATION',
        'ERROR',
        'com.vmware.cdrs.maintenancemode.updateFailure',
        `DRS cannot move ${pinned.map((vm) => vm.name).join(', ')} off host ${host.name}.`,
      );
    }
  }
  if (policy.enable_quick_boot && !host.quickBootSupported) {
    add(
      'QUICK_BOOT',
      'WARNING',
      'com.vmware.vcIntegrity.lifecycle.HostScan.QuickBoot.Unsupported',
      `Quick Boot is not supported on host ${host.name}.`,
    );
  }
  return issues;
}

const worst = (statuses: readonly Status[]): Status =>
  (['ERROR', 'WARNING'] as const).find((status) => statuses.includes(status)) ?? 'OK';

const entityResult = ({ host, issues }: { host: LabHost; issues: Issue[] }) => ({
  type: 'HOST',
  host: host.moid,
  status: worst(issues.map((issue) => issue.status)),
  check_statuses: issues.map((issue) => ({
    check: {
      check: issue.check,
      name: message(issue.check, issue.check),
      description: message(issue.check, issue.check),
    },
    status: issue.status,
    issues: [message(issue.id, issue.text)],
  })),
});

/** `check`: read-only, answers a `CheckResult`. */
export function createCheck(ctx: WorldContext, tasks: Tasks): Pick<LabWorld, 'check' | 'checkResult'> {
  const results = new WeakMap<LabCluster, Record<string, unknown>>();

  /** Keeps and answers what is true of these hosts now. */
  const keep = (cluster: LabCluster, commit: LabCommit, hosts: readonly LabHost[], startedAt: number) => {
    const found = hosts.map((host) => ({ host, issues: issuesOf(host, commit) }));
    const status = worst(found.flatMap(({ issues }) => issues.map((issue) => issue.status)));
    const result = {
      status,
      start_time: ctx.clock.iso(startedAt),
      end_time: ctx.clock.iso(),
      commit: commit.id,
      host_info: hostInfo(hosts),
      entity_results: found.map(entityResult),
    };
    results.set(cluster, result);
    return { result, found, status };
  };

  return {
    checkResult(cluster) {
      const [first] = cluster.commits;
      if (!results.has(cluster) && cluster.preChecked && first)
        keep(cluster, first, hostsOf(cluster), ctx.clock.now());
      return results.get(cluster);
    },
    check(cluster, session, spec) {
      requireFree(cluster);
      const commit = commitFor(cluster, spec.commit);
      const hosts = hostsFor(cluster, spec.hosts);
      const names = hosts.map((host) => host.name);
      return tasks.startTask(cluster.vcenter, session, softwareTask(cluster, 'check'), (task) => {
        const startedAt = ctx.clock.now();
        cluster.softwareTask = task.moid;
        const about = { commit: commit.id, version: commit.baseImage, hosts: names };
        ctx.note(cluster, 'cluster.check.requested', about, session);
        ctx.clock.after(ctx.duration(ctx.topology.timing.checkSeconds, 'check', cluster.name), () => {
          delete cluster.softwareTask;
          const { result, found, status } = keep(cluster, commit, hosts, startedAt);
          cluster.lastCheck = {
            commit: commit.id,
            at: ctx.clock.now(),
            status,
            hosts: names,
            issues: found.flatMap(({ issues }) => issues.map((issue) => issue.text)),
          };
          const failed = found
            .filter(({ issues }) => issues.some((issue) => issue.status === 'ERROR'))
            .map(({ host }) => host.name);
          ctx.note(
            cluster,
            'cluster.check.ended',
            { commit: commit.id, ok: failed.length === 0, failed },
            session,
          );
          tasks.succeed(task, result);
        });
      });
    },
  };
}
