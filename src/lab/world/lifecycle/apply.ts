import type { LabWorld } from '../api.js';
import type { WorldContext } from '../context.js';
import { faults, refuse } from '../errors.js';
import type { LabApplyResult, LabCluster, LabHost } from '../model.js';
import type { Tasks } from '../tasks.js';
import { complianceOf } from './compliance.js';
import { commitFor, hostsFor, requireFree, softwareTask } from './desired.js';
import type { RemediateHost } from './remediate-host.js';
import { applyResultOf } from './result.js';

type Apply = Pick<LabWorld, 'stage' | 'apply' | 'applyResult'>;

/** `stage` and `apply`: host after host; the first failure ends it and skips the rest. */
export function createApply(ctx: WorldContext, tasks: Tasks, remediate: RemediateHost): Apply {
  const { timing, assumptions } = ctx.topology;
  const namesOf = (cluster: LabCluster, moids: readonly string[]): string[] =>
    moids.map((moid) => cluster.vcenter.hosts.get(moid)?.name ?? moid);

  return {
    applyResult: (cluster) => cluster.lastApply && applyResultOf(ctx, cluster, cluster.lastApply),

    stage(cluster, session, spec) {
      requireFree(cluster);
      const commit = commitFor(cluster, spec.commit);
      const hosts = hostsFor(cluster, spec.hosts);
      return tasks.startTask(cluster.vcenter, session, softwareTask(cluster, 'stage'), (task) => {
        cluster.softwareTask = task.moid;
        const result: LabApplyResult = { commit: commit.id, startedAt: ctx.clock.now(), hosts: new Map() };
        const about = { commit: commit.id, version: commit.baseImage, hosts: hosts.map((host) => host.name) };
        ctx.note(cluster, 'cluster.stage.requested', about, session);
        // Staging only copies, so the hosts do it side by side.
        const seconds = Math.max(
          ...hosts.map((host) => ctx.duration(timing.stageSeconds, 'stage', host.name)),
        );
        ctx.clock.after(seconds, () => {
          delete cluster.softwareTask;
          for (const host of hosts) {
            const compliance = complianceOf(host, commit);
            if (compliance === 'NON_COMPLIANT') host.staged = commit.id;
            const status =
              compliance === 'NON_COMPLIANT' ? 'OK' : compliance === 'COMPLIANT' ? 'SKIPPED' : 'ERROR';
            result.hosts.set(host.moid, {
              status,
              startedAt: result.startedAt,
              endedAt: ctx.clock.now(),
              messages: status === 'ERROR' ? [`Host ${host.name} is ${compliance.toLowerCase()}.`] : [],
            });
          }
          result.endedAt = ctx.clock.now();
          const json = applyResultOf(ctx, cluster, result);
          const failed = namesOf(cluster, json['failed_hosts'] as string[]);
          ctx.note(
            cluster,
            'cluster.stage.ended',
            { commit: commit.id, ok: failed.length === 0, failed },
            session,
          );
          tasks.succeed(task, json);
        });
      });
    },

    apply(cluster, session, spec) {
      requireFree(cluster);
      const commit = commitFor(cluster, spec.commit);
      const hosts = hostsFor(cluster, spec.hosts);
      if (spec.acceptEula !== true) {
        refuse(faults.invalidArgument('The end user licence agreement must be accepted: accept_eula.'));
      }
      if (hosts.every((host) => complianceOf(host, commit) === 'COMPLIANT')) {
        refuse(faults.alreadyInDesiredState('All hosts are already in the desired state.'));
      }
      return tasks.startTask(cluster.vcenter, session, softwareTask(cluster, 'apply'), (task) => {
        cluster.softwareTask = task.moid;
        const result: LabApplyResult = { commit: commit.id, startedAt: ctx.clock.now(), hosts: new Map() };
        const about = { commit: commit.id, version: commit.baseImage, hosts: hosts.map((host) => host.name) };
        ctx.note(cluster, 'cluster.apply.requested', about, session);

        const show = (): void => void (task.result = applyResultOf(ctx, cluster, result));
        const finish = (): void => {
          delete cluster.softwareTask;
          result.endedAt = ctx.clock.now();
          // What still runs is told by its task only: the report has no word for it.
          cluster.lastApply = result;
          show();
          const failed = namesOf(cluster, (task.result as { failed_hosts: string[] }).failed_hosts);
          ctx.note(
            cluster,
            'cluster.apply.ended',
            { commit: commit.id, ok: failed.length === 0, failed },
            session,
          );
          // Where the task succeeds all the same, only the result tells which hosts failed (vsphere-rest 8.5).
          if (failed.length === 0 || assumptions.failedApply === 'task-succeeded') return tasks.succeed(task);
          tasks.fail(
            task,
            faults.error(`Remediation of cluster ${cluster.name} failed on ${failed.join(', ')}.`),
          );
        };
        const skip = (host: LabHost, message: string): void => {
          const at = ctx.clock.now();
          result.hosts.set(host.moid, { status: 'SKIPPED', startedAt: at, endedAt: at, messages: [message] });
        };
        const next = (index: number): void => {
          const host = hosts[index];
          if (!host) return finish();
          const entry = { status: 'RUNNING' as const, startedAt: ctx.clock.now(), messages: [] };
          result.hosts.set(host.moid, entry);
          show();
          remediate(host, {
            session,
            commit,
            onProgress: (percent) => tasks.progress(task, (100 * index + percent) / hosts.length),
            onEnd: (outcome) => {
              result.hosts.set(host.moid, {
                status: outcome.status,
                startedAt: entry.startedAt,
                endedAt: ctx.clock.now(),
                messages: outcome.status === 'OK' ? [] : [outcome.message],
              });
              show();
              if (outcome.status === 'OK' || outcome.status === 'SKIPPED') return next(index + 1);
              for (const rest of hosts.slice(index + 1)) skip(rest, `Not started: host ${host.name} failed.`);
              finish();
            },
          });
        };
        next(0);
      });
    },
  };
}
