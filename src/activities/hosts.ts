import { ApplicationFailure } from '@temporalio/common';
import type { VCenterRef } from '../domain/model/estate.js';
import type { Attestation, ClusterRef, EsxHost, HostRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import { foreignTaskOn, isAttestedSinceBoot, type PeerHost } from '../domain/safety/index.js';
import type { TaskReading, TaskRef } from '../ports/vsphere.js';
import type { VSphereDependencies } from './dependencies.js';
import { createRebootActivities } from './reboot.js';
import { createRemediationActivities } from './remediation.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Look, type Patience, type Watched } from './watch.js';

interface OnHost {
  readonly vcenter: VCenterRef;
  readonly host: HostRef;
}

/** A host, and all hosts of its cluster reduced to what guards ask of neighbours. */
export interface HostLook {
  readonly host: EsxHost;
  readonly clusterHosts: readonly PeerHost[];
  /** A lifecycle task of somebody else on the cluster, in words; only when it was asked for (DG-12). */
  readonly foreignTask?: string;
}

/** Started work: its task, or nothing when the wanted state was already there. */
export interface Started {
  readonly task?: TaskRef;
}

/** What is done to one ESXi host, on either side. */
export function createHostActivities(dependencies: VSphereDependencies) {
  const { vsphere, ...pace } = dependencies;
  const { hosts, tasks } = vsphere;

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
    // In this order: work that ends between the looks, whatever its task says of it, is in the second.
    const task = await taskLook(input.vcenter, input.task);
    const host = await hosts.readHost(input.vcenter, input.host, callOptions());
    if (host.inMaintenance === wanted) return { state: 'done', value: { inMaintenance: wanted } };
    if (task?.state === 'failed') return { state: 'failed', error: task.error };
    if (task?.state === 'succeeded') return { state: 'working', have: 'task done, state not yet changed' };
    if (task === undefined || task.state === 'gone') {
      const direction = wanted ? 'enter' : 'exit';
      const other = await hosts.findMaintenanceTask(input.vcenter, input.host, direction, callOptions());
      const where = `the host is ${wanted ? 'not ' : ''}in maintenance mode, and no task is under way`;
      if (other === undefined) return { state: 'lost', error: where };
    }
    const pinned =
      host.pinnedVms.length > 0 ? `, VMs that cannot be moved: ${host.pinnedVms.join(', ')}` : '';
    return { state: 'working', have: `${host.poweredOnVms} powered-on VMs on the host${pinned}` };
  };

  return {
    ...createRemediationActivities(dependencies),
    ...createRebootActivities(dependencies),

    /** Reads the host and its neighbours once, for the guards. */
    async lookAtHost(input: OnHost & { cluster: ClusterRef; withTasks?: boolean }): Promise<HostLook> {
      const [[cluster], list] = await Promise.all([
        hosts.readClusters(input.vcenter, [input.cluster.name], callOptions()),
        input.withTasks === true ? tasks.listRunning(input.vcenter, callOptions()) : undefined,
      ]);
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
        ...foreignTaskOn(list, cluster),
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

    async awaitMaintenance(input: OnHost & Started & { patience: Patience }) {
      return watch(() => maintenanceLook(input, true), input.patience, timingsFor('evacuation', pace));
    },

    async startExitMaintenance({ vcenter, host }: OnHost): Promise<Started> {
      // In this order: a task that ends between the two looks has changed what the second one sees.
      const running = await hosts.findMaintenanceTask(vcenter, host, 'exit', callOptions());
      const seen = await hosts.readHost(vcenter, host, callOptions());
      if (seen.inMaintenance === false) return {};
      return { task: running ?? (await hosts.exitMaintenance(vcenter, host, callOptions())) };
    },

    async awaitExitMaintenance(input: OnHost & Started & { patience: Patience }) {
      return watch(() => maintenanceLook(input, false), input.patience, timingsFor('attestation', pace));
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
        timingsFor('fullBoot', pace),
      );
    },

    /**
     * Done when the Trust Authority has attested the host after its boot; with `oldReport` by a newer report than that
     * one. With `backOff` the looks become rarer, up to one in eight. @rule ATT-2, DG-9, DG-14
     */
    async awaitAttestation(
      input: OnHost & { oldReport?: string; backOff?: true; patience: Patience },
    ): Promise<Watched<Attestation>> {
      const timings = timingsFor('attestation', pace);
      return watch<Attestation>(
        async () => {
          const host = await hosts.readHost(input.vcenter, input.host, callOptions());
          if (isAttestedSinceBoot(host, input.oldReport)) return { state: 'done', value: host.attestation };
          return { state: 'working', have: whyNotAttested(host) };
        },
        input.patience,
        input.backOff === true ? { ...timings, longestPollMs: 8 * timings.pollMs } : timings,
      );
    },
  };
}

function whyNotAttested({ attestation, bootTime }: EsxHost): string {
  const { status, attestedAt, services } = attestation;
  if (status !== 'attested') return services.flatMap(({ messages }) => messages).at(0) ?? status;
  if (attestedAt === undefined || bootTime === undefined) return 'boot time or time of the report unread';
  return 'the report is older than the boot';
}
