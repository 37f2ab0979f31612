import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { isOwnApply } from '../domain/effects/index.js';
import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef, EsxHost, HostRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import { VSphereError } from '../ports/errors.js';
import type { SoftwareTask, TaskRef } from '../ports/vsphere.js';
import type { VSphereDependencies } from './dependencies.js';
import { byServerClock } from './server-time.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Look, type Patience, type Watched } from './watch.js';

/** A started remediation, with the time of the attestation report that was there before. */
export interface StartedRemediation {
  /** Absent when the wanted state, or the end of an apply of ours, was already there. */
  readonly task?: TaskRef;
  readonly oldReport?: string;
}

interface Remediation {
  readonly vcenter: VCenterRef;
  readonly host: HostRef;
  readonly cluster: ClusterRef;
  /** Frozen when the roll of the cluster began. */
  readonly commit: string;
  readonly target: EsxVersion;
}

interface StartRemediation extends Remediation {
  /** When this step of the host's upgrade began, milliseconds since the epoch; absent = with this activity. */
  readonly sinceMs?: number;
  /** A person has decided to apply again: what was begun before `afterMs` does not stand in the way. */
  readonly again?: { readonly afterMs: number };
}

/** The remediation of one host by vLCM: never repeated without a person. */
export function createRemediationActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { hosts, lifecycle, tasks } = vsphere;

  return {
    /**
     * Applies the frozen commit to this one host. Looks first: a host on the target, and a running apply of just this
     * commit and host, are adopted. So is one that this step began and that has ended: the watch then says how, and a
     * person decides. @rule ORD-7, ORD-8, DG-12, DG-14
     */
    async startRemediation(input: StartRemediation): Promise<StartedRemediation> {
      const { vcenter, cluster, host, commit } = input;
      // In this order: an apply that ends between the looks has changed what the later ones see.
      const running = await lifecycle.findSoftwareTask(vcenter, cluster, callOptions());
      const seen = await hosts.readHost(vcenter, host, callOptions());
      if (seen.installed === input.target) return {};
      const { attestedAt } = seen.attestation;
      const before = attestedAt === undefined ? {} : { oldReport: attestedAt };
      if (seen.inMaintenance !== true) {
        throw ApplicationFailure.nonRetryable(`${host.name} is not in maintenance mode`, 'state');
      }
      if (running !== undefined) {
        if (isApplyOf(running, input)) return { ...before, task: running.task };
        throw foreignTask(running, input);
      }
      if (seen.connection !== 'connected') {
        // It may be in the middle of its boot: what an apply would do to it nobody can tell.
        throw ApplicationFailure.nonRetryable(`${host.name} is ${seen.connection}`, 'state');
      }
      if (await hasEnded(input)) return before;
      try {
        const task = await lifecycle.startApply(vcenter, cluster, commit, [host.moid], callOptions());
        return { ...before, task };
      } catch (error) {
        // The state decides: "already there" is what we wanted.
        if (error instanceof VSphereError && error.errorType === 'ALREADY_IN_DESIRED_STATE') return {};
        throw await whyNotAllowed(error, input);
      }
    },

    /** Done when the cluster has no software task but this host's: vLCM has one at a time. @rule ORD-8 */
    async awaitTurn(
      input: Remediation & { readonly patience: Patience },
    ): Promise<Watched<{ isFree: true }>> {
      return watch<{ isFree: true }>(
        async () => {
          const running = await lifecycle.findSoftwareTask(input.vcenter, input.cluster, callOptions());
          return running === undefined || isApplyOf(running, input)
            ? { state: 'done', value: { isFree: true } }
            : { state: 'working', have: 'another host of the cluster is remediated' };
        },
        input.patience,
        timingsFor('fullBoot', pace),
      );
    },

    /** Done when the host is back on the target; the evidence of its boot comes with it. @rule QB-3, DG-3 */
    async awaitRemediation(
      input: Remediation & { readonly task?: TaskRef; readonly patience: Patience },
    ): Promise<Watched<EsxHost>> {
      return watch(() => remediationLook(input), input.patience, timingsFor('fullBoot', pace));
    },
  };

  /** Whether this very step has begun an apply of this host that is over. */
  async function hasEnded({ vcenter, cluster, host, commit, sinceMs, again }: StartRemediation) {
    const last = await lifecycle.readLastApply(vcenter, cluster, callOptions());
    if (last?.commit !== commit) return false;
    const began = again?.afterMs ?? sinceMs ?? activityInfo().scheduledTimestampMs;
    const beganMs = await byServerClock({ hosts, timeScale: pace.timeScale }, vcenter, began);
    return isOwnApply(last, { host: host.moid, commit, beganMs, isDecided: again !== undefined });
  }

  /** Another one may have been faster; then its end is waited for. */
  async function whyNotAllowed(error: unknown, input: Remediation): Promise<unknown> {
    if (!(error instanceof VSphereError) || error.errorType !== 'NOT_ALLOWED_IN_CURRENT_STATE') return error;
    const running = await lifecycle.findSoftwareTask(input.vcenter, input.cluster, callOptions());
    return running === undefined ? error : foreignTask(running, input);
  }

  async function remediationLook(input: Remediation & { readonly task?: TaskRef }): Promise<Look<EsxHost>> {
    const { vcenter, cluster, target } = input;
    const task =
      input.task === undefined ? undefined : await tasks.readTask(vcenter, input.task, callOptions());
    if (task?.state === 'running')
      return { state: 'working', have: task.message ?? `apply ${task.progress ?? 0} %` };
    const host = await hosts.readHost(vcenter, input.host, callOptions());
    if (host.connection !== 'connected') return { state: 'working', have: `host is ${host.connection}` };
    if (host.installed === target) {
      const { bootTime } = host;
      const boot =
        bootTime === undefined
          ? host.boot
          : await hosts.readBootEvidence(vcenter, input.host, bootTime, callOptions());
      return { state: 'done', value: { ...host, boot } };
    }
    const { ended, failed, messages } = await lastApplyOf(input);
    const reason =
      (task?.state === 'failed' ? task.error : undefined) ??
      (failed ? messages.join('; ') || 'vLCM reports the host as failed' : undefined);
    // Whoever repairs it has to know on which side of the upgrade the host stands.
    const where = `the host is connected on ${host.installed ?? 'an unknown version'}, not ${target}`;
    if (reason !== undefined) return { state: 'failed', error: `${reason.replace(/\.$/, '')}; ${where}` };
    if (task === undefined || task.state === 'gone') {
      const running = await lifecycle.findSoftwareTask(vcenter, cluster, callOptions());
      if (running !== undefined) return { state: 'working', have: `${running.operation} under way` };
      if (!ended) return { state: 'lost', error: where };
    }
    return { state: 'failed', error: where };
  }

  async function lastApplyOf({ vcenter, cluster, commit, host }: Remediation) {
    const last = await lifecycle.readLastApply(vcenter, cluster, callOptions());
    if (last?.commit !== commit) return { ended: false, failed: false, messages: [] };
    const { failed, successful, skipped, messages } = last;
    return {
      ended: [...failed, ...successful, ...skipped].includes(host.moid),
      failed: failed.includes(host.moid),
      messages,
    };
  }
}

/** Ours names exactly one host, always. */
function isApplyOf({ operation, commit, hosts = [] }: SoftwareTask, input: Remediation): boolean {
  const [only, ...others] = hosts;
  return operation === 'apply' && commit === input.commit && only === input.host.moid && others.length === 0;
}

/** Adopted, it would end with nothing done to this host, or with more than that. */
function foreignTask({ operation, task, commit, hosts }: SoftwareTask, { cluster }: Remediation) {
  const what = [
    ...(commit === undefined ? [] : [`commit ${commit}`]),
    ...(hosts === undefined ? [] : [`hosts ${hosts.join(', ')}`]),
  ].join(', ');
  return ApplicationFailure.retryable(
    `another ${operation} (${what || 'it does not say of what'}; task ${task.id}) is running on cluster ${cluster.name}; the apply waits for its end`,
    'foreign-activity',
  );
}
