import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import {
  nextRegistrationStep,
  type OfferedService,
  type RegistrationStep,
} from '../domain/recovery/index.js';
import { VSphereError } from '../ports/errors.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

interface OnTrustedSide {
  readonly vcenter: VCenterRef;
  /** Names of the trusted clusters of the estate. */
  readonly clusters: readonly string[];
  /** The services of the host that came back. */
  readonly offered: readonly OfferedService[];
}

/** How a trusted vCenter knows the services of a host. */
export interface RegistrationLook {
  /** What is to be changed about the registration, in words; empty = it is as offered. */
  readonly outdated: readonly string[];
  /** Clusters whose hosts run something else than what the cluster is bound to, or of which nobody knows. */
  readonly diverged: readonly ClusterRef[];
  /** All that were asked about; absent in what earlier releases wrote. */
  readonly clusters?: readonly ClusterRef[];
}

/** What the trusted side knows of a Trust Authority host that came back with another address or certificate. */
export function createRegistrationActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { registrations, tasks, trustedSide } = vsphere;

  const due = async ({ vcenter, clusters, offered }: OnTrustedSide) => {
    const registered = await registrations.readRegistered(vcenter, clusters, callOptions());
    const steps = offered.flatMap((service) => nextRegistrationStep(service, registered) ?? []);
    return { registered, steps };
  };

  /** While it is being changed nobody knows, which is not OK. @rule DG-14 */
  async function isOk({ vcenter, cluster }: { vcenter: VCenterRef; cluster: ClusterRef }): Promise<boolean> {
    try {
      return (await trustedSide.readAppliedConfig(vcenter, cluster, callOptions())) === 'OK';
    } catch (error) {
      if (error instanceof VSphereError && error.errorType === 'RESOURCE_BUSY') return false;
      throw error;
    }
  }

  return {
    /** @rule REC-4, DG-14 */
    async lookAtRegistrations(input: OnTrustedSide): Promise<RegistrationLook> {
      const { registered, steps } = await due(input);
      const clusters = registered.bindings.map(({ cluster }) => cluster);
      const ok = await Promise.all(clusters.map((cluster) => isOk({ ...input, cluster })));
      return {
        outdated: steps.map((step) => describe(step)),
        diverged: clusters.filter((_, index) => !ok[index]),
        clusters,
      };
    },

    /** Begins the change that is due; `step` absent = the registration is as offered. @rule REC-4 */
    async startRegistrationStep(input: OnTrustedSide): Promise<Started & { step?: RegistrationStep }> {
      const [step] = (await due(input)).steps;
      if (step === undefined) return {};
      const task = await registrations.change(input.vcenter, step, callOptions());
      return { step, ...(task === undefined ? {} : { task }) };
    },

    /** Done when another change is due, or none. @rule REC-4 */
    async awaitRegistrationStep(
      input: OnTrustedSide & Started & { step: RegistrationStep; patience: Patience },
    ): Promise<Watched<{ isDone: true }>> {
      const text = describe(input.step);
      return watch<{ isDone: true }>(
        async () => {
          const task =
            input.task === undefined
              ? undefined
              : await tasks.readTask(input.vcenter, input.task, callOptions());
          const { steps } = await due(input);
          if (!steps.some((step) => describe(step) === text))
            return { state: 'done', value: { isDone: true } };
          if (task?.state === 'failed') return { state: 'failed', error: task.error };
          return { state: 'working', have: text };
        },
        input.patience,
        timingsFor('attestation', pace),
      );
    },

    /**
     * Remediates the cluster, unless its hosts run what is bound to it, or somebody does so already.
     *
     * @param input.always - remediate all the same, as after a change of its registrations; once more changes nothing
     * @rule REC-4, QB-9
     */
    async startTrustRemediation(input: {
      vcenter: VCenterRef;
      cluster: ClusterRef;
      always?: boolean;
    }): Promise<Started> {
      const { vcenter, cluster, always = false } = input;
      // In this order: a task that ends between the two looks has changed what the second one sees.
      const running = await registrations.findRemediation(vcenter, cluster, callOptions());
      if (running === undefined && !always && (await isOk(input))) return {};
      return { task: running ?? (await registrations.remediate(vcenter, cluster, callOptions())) };
    },

    async awaitTrustRemediation(
      input: { vcenter: VCenterRef; cluster: ClusterRef; patience: Patience } & Started,
    ): Promise<Watched<{ isOk: true }>> {
      return watch<{ isOk: true }>(
        async () => {
          const task =
            input.task === undefined
              ? undefined
              : await tasks.readTask(input.vcenter, input.task, callOptions());
          if (task?.state === 'running') return { state: 'working', have: 'being remediated' };
          if (await isOk(input)) return { state: 'done', value: { isOk: true } };
          if (task?.state === 'failed') return { state: 'failed', error: task.error };
          return { state: 'lost', error: 'applied configuration and desired state differ' };
        },
        input.patience,
        timingsFor('remediateConfiguration', pace),
      );
    },
  };
}

function describe(step: RegistrationStep): string {
  const name = { attestation: 'attestation service', kms: 'key provider service' };
  if ('bound' in step) {
    const { kind, cluster } = step.bound;
    const verb = step.do === 'bind' ? 'bind to' : 'take from';
    return `${name[kind]}: ${verb} cluster ${cluster.name}`;
  }
  const { kind, hostname, port } = step.service;
  const verb = step.do === 'register' ? 'register anew' : 'remove the outdated registration';
  return `${name[kind]} at ${hostname}:${port}: ${verb}`;
}
