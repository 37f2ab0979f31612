import { ApplicationFailure } from '@temporalio/common';
import type { VCenterRef } from '../domain/model/estate.js';
import type { Attestation, ClusterRef, EsxHost, HostRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import { isAttestedSinceBoot, type PeerHost } from '../domain/safety/index.js';
import { VSphereError } from '../ports/errors.js';
import type { TaskReading, TaskRef } from '../ports/vsphere.js';
import type { VSphereDependencies } from './dependencies.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Look, type Patience, type Watched } from './watch.js';

interface OnHost {
  readonly vcenter: VCenterRef;
  readonly host: HostRef;
}

interface OnCluster extends OnHost {
  readonly cluster: ClusterRef;
  /** Other hosts of the cluster are in hand too: a task that does not say whose it is may be theirs. */
  readonly sharesCluster?: boolean;
}

/** A host, and all hosts of its cluster reduced to what guards ask of neighbours. */
export interface HostLook {
  readonly host: EsxHost;
  readonly clusterHosts: readonly PeerHost[];
}

/** Started work: its task, or nothing when the wanted state was already there. */
export interface Started {
  readonly task?: TaskRef;
}

/** A started remediation, with the time of the attestation report that was there before. */
export interface StartedRemediation extends Started {
  readonly oldReport?: string;
}

/** What is done to one ESXi host, on either side. */
export function createHostActivities({ vsphere, timeScale }: VSphereDependencies) {
  const { hosts, lifecycle, tasks } = vsphere;

  const taskLook = async (
    vcenter: VCenterRef,
    task: TaskRef | undefined,
  ): Promise<TaskReading | undefined> =>
    task === undefined ? undefined : tasks.readTask(vcenter, task, callOptions());

  /** Maintenance is judged by the host's state; the task only tells why it failed. */
  const maintenanceLook = async (
    input: OnHost & Started,
    wanted: boolean,
  ): Promise<Look<{ inMaintenance: boolean }>> => {
    const host = await hosts.readHost(input.vcenter, input.host, callOptions());
    if (host.inMaintenance === wanted) return { state: 'done', value: { inMaintenance: wanted } };
    const task = await taskLook(input.vcenter, input.task);
    if (task?.state === 'failed') return { state: 'failed', error: task.error };
    if (task?.state === 'succeeded') return { state: 'working', have: 'task done, state not yet changed' };
    if (task?.state === 'gone') {
      const direction = wanted ? 'enter' : 'exit';
      const other = await hosts.findMaintenanceTask(input.vcenter, input.host, direction, callOptions());
      if (other === undefined) return { state: 'failed', error: 'vCenter has forgotten the task' };
    }
    const pinned =
      host.pinnedVms.length > 0 ? `, VMs that cannot be moved: ${host.pinnedVms.join(', ')}` : '';
    return { state: 'working', have: `${host.poweredOnVms} powered-on VMs on the host${pinned}` };
  };

  return {
    /** Reads the host and its neighbours once, for the guards. */
    async lookAtHost(input: OnHost & { cluster: ClusterRef }): Promise<HostLook> {
      const [cluster] = await hosts.readClusters(input.vcenter, [input.cluster.name], callOptions());
      const host = cluster?.hosts.find(({ ref }) => ref.moid === input.host.moid);
      if (cluster === undefined || host === undefined) {
        throw ApplicationFailure.nonRetryable(
          `${input.host.name} is no longer in cluster ${input.cluster.name}`,
          'not-found',
        );
      }
      return {
        host,
        clusterHosts: cluster.hosts.map(({ ref, connection, inMaintenance }) => ({
          ref,
          connection,
          ...(inMaintenance === undefined ? {} : { inMaintenance }),
        })),
      };
    },

    /** Evacuates; a host already in or on its way into maintenance is adopted. */
    async startMaintenance({ vcenter, host }: OnHost): Promise<Started> {
      // In this order: a task that ends between the two looks has changed what the second one sees.
      const running = await hosts.findMaintenanceTask(vcenter, host, 'enter', callOptions());
      const seen = await hosts.readHost(vcenter, host, callOptions());
      if (seen.inMaintenance === true) return {};
      return { task: running ?? (await hosts.enterMaintenance(vcenter, host, callOptions())) };
    },

    /** Done when the cluster has no software task but this host's. Reads only. */
    async awaitTurn(input: OnCluster & { patience: Patience }): Promise<Watched<{ isFree: true }>> {
      return watch<{ isFree: true }>(
        async () => {
          if (await isBusyForAnother(input))
            return { state: 'working', have: 'another host of the cluster is remediated' };
          return { state: 'done', value: { isFree: true } };
        },
        input.patience,
        timingsFor('fullBoot', timeScale),
      );
    },

    async awaitMaintenance(input: OnHost & Started & { patience: Patience }) {
      return watch(() => maintenanceLook(input, true), input.patience, timingsFor('evacuation', timeScale));
    },

    async startExitMaintenance({ vcenter, host }: OnHost): Promise<Started> {
      // In this order: a task that ends between the two looks has changed what the second one sees.
      const running = await hosts.findMaintenanceTask(vcenter, host, 'exit', callOptions());
      const seen = await hosts.readHost(vcenter, host, callOptions());
      if (seen.inMaintenance === false) return {};
      return { task: running ?? (await hosts.exitMaintenance(vcenter, host, callOptions())) };
    },

    async awaitExitMaintenance(input: OnHost & Started & { patience: Patience }) {
      return watch(() => maintenanceLook(input, false), input.patience, timingsFor('evacuation', timeScale));
    },

    /**
     * Applies the frozen commit to this one host. Looks first: a host on the target, or an apply that is running
     * for it, is adopted; an apply is never repeated because its answer got lost. A cluster has one software task at
     * a time, so that of another host is waited out. @rule ORD-7, ORD-8
     */
    async startRemediation(
      input: OnCluster & { commit: string; target: EsxVersion },
    ): Promise<StartedRemediation> {
      // In this order: an apply that ends between the two looks has changed what the second one sees.
      const running = await lifecycle.findSoftwareTask(input.vcenter, input.cluster, callOptions());
      const seen = await hosts.readHost(input.vcenter, input.host, callOptions());
      if (seen.installed === input.target) return {};
      const { attestedAt } = seen.attestation;
      const before = attestedAt === undefined ? {} : { oldReport: attestedAt };
      if (seen.inMaintenance !== true) {
        throw ApplicationFailure.nonRetryable(`${input.host.name} is not in maintenance mode`, 'state');
      }
      if (running?.operation === 'apply' && isAbout(running, input)) return { ...before, task: running.task };
      if (running !== undefined) {
        // Another host's, or no apply: adopted, it would end with nothing done to this host.
        throw ApplicationFailure.retryable(
          `a ${running.operation} is running on cluster ${input.cluster.name}; the apply waits for its end`,
          'passing',
        );
      }
      try {
        const { vcenter, cluster, commit, host } = input;
        const task = await lifecycle.startApply(vcenter, cluster, commit, [host.moid], callOptions());
        return { ...before, task };
      } catch (error) {
        // The state decides: "already there" is what we wanted.
        if (error instanceof VSphereError && error.errorType === 'ALREADY_IN_DESIRED_STATE') return {};
        if (input.sharesCluster === true && (await isBusyForAnother(input)))
          throw ApplicationFailure.retryable('an apply to another host has just begun', 'passing');
        throw error;
      }
    },

    /** Done when the host is back on the target; the evidence of its boot comes with it. @rule QB-3, DG-3 */
    async awaitRemediation(
      input: OnHost &
        Started & {
          cluster: ClusterRef;
          commit: string;
          target: EsxVersion;
          patience: Patience;
        },
    ): Promise<Watched<EsxHost>> {
      return watch(() => remediationLook(input), input.patience, timingsFor('fullBoot', timeScale));
    },

    /** Done when a person has brought the host to the target, connected again. @rule ORD-3 */
    async awaitUpgradeByHand(
      input: OnHost & { target: EsxVersion; patience: Patience },
    ): Promise<Watched<EsxHost>> {
      const { vcenter, host, target, patience } = input;
      return watch<EsxHost>(
        async () => {
          const seen = await hosts.readHost(vcenter, host, callOptions());
          if (seen.connection !== 'connected')
            return { state: 'working', have: `host is ${seen.connection}` };
          if (seen.installed === target) return { state: 'done', value: seen };
          return { state: 'working', have: `on ${seen.installed ?? 'an unknown version'}, not ${target}` };
        },
        patience,
        timingsFor('fullBoot', timeScale),
      );
    },

    /**
     * Done when the Trust Authority has attested the host after its boot; with `oldReport` by a newer report than that
     * one. @rule ATT-2, DG-9, DG-14
     */
    async awaitAttestation(
      input: OnHost & { oldReport?: string; patience: Patience },
    ): Promise<Watched<Attestation>> {
      return watch<Attestation>(
        async () => {
          const host = await hosts.readHost(input.vcenter, input.host, callOptions());
          if (isAttestedSinceBoot(host, input.oldReport)) return { state: 'done', value: host.attestation };
          return { state: 'working', have: whyNotAttested(host) };
        },
        input.patience,
        timingsFor('attestation', timeScale),
      );
    },
  };

  async function isBusyForAnother(input: OnCluster): Promise<boolean> {
    const running = await lifecycle.findSoftwareTask(input.vcenter, input.cluster, callOptions());
    return running !== undefined && !isAbout(running, input);
  }

  async function remediationLook(
    input: OnHost & Started & { cluster: ClusterRef; commit: string; target: EsxVersion },
  ): Promise<Look<EsxHost>> {
    const task = await taskLook(input.vcenter, input.task);
    if (task?.state === 'running')
      return { state: 'working', have: task.message ?? `apply ${task.progress ?? 0} %` };
    const host = await hosts.readHost(input.vcenter, input.host, callOptions());
    if (host.connection !== 'connected') return { state: 'working', have: `host is ${host.connection}` };
    if (host.installed === input.target) {
      const bootTime = host.bootTime;
      const boot =
        bootTime === undefined
          ? host.boot
          : await hosts.readBootEvidence(input.vcenter, input.host, bootTime, callOptions());
      return { state: 'done', value: { ...host, boot } };
    }
    const { failed, messages } = await lastApplyOf(input);
    const reason =
      (task?.state === 'failed' ? task.error : undefined) ??
      (failed ? messages.join('; ') || 'vLCM reports the host as failed' : undefined);
    // Whoever repairs it has to know on which side of the upgrade the host stands.
    const where = `the host is connected on ${host.installed ?? 'an unknown version'}, not ${input.target}`;
    if (reason !== undefined) return { state: 'failed', error: `${reason.replace(/\.$/, '')}; ${where}` };
    if (task === undefined || task.state === 'gone') {
      const running = await lifecycle.findSoftwareTask(input.vcenter, input.cluster, callOptions());
      if (running !== undefined) return { state: 'working', have: `${running.operation} under way` };
    }
    return { state: 'failed', error: where };
  }

  async function lastApplyOf(input: OnHost & { cluster: ClusterRef; commit: string }) {
    const last = await lifecycle.readLastApply(input.vcenter, input.cluster, callOptions());
    const isOurs = last?.commit === input.commit;
    return {
      failed: isOurs && last.failed.includes(input.host.moid),
      messages: isOurs ? last.messages : [],
    };
  }
}

/** A task that does not say whose it is can be that of this host only where it is alone in its cluster. */
function isAbout(
  { hosts }: { readonly hosts?: readonly string[] },
  { host, sharesCluster = false }: OnCluster,
): boolean {
  return hosts === undefined ? !sharesCluster : hosts.includes(host.moid);
}

function whyNotAttested({ attestation, bootTime }: EsxHost): string {
  const { status, attestedAt, services } = attestation;
  if (status !== 'attested') return services.flatMap(({ messages }) => messages).at(0) ?? status;
  if (attestedAt === undefined || bootTime === undefined) return 'boot time or time of the report unread';
  return 'the report is older than the boot';
}
