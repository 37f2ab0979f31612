import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import { VSphereError } from '../ports/errors.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

interface OnCluster {
  readonly vcenter: VCenterRef;
  readonly cluster: ClusterRef;
}

/** A trusted cluster whose hosts run something else than what is bound to it. */
export function createTrustRemediationActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { tasks, trustedSide } = vsphere;

  /** While it is being changed nobody knows: `NONE`. @rule DG-14 */
  async function appliedTo({ vcenter, cluster }: OnCluster): Promise<'NONE' | 'OK' | 'ERROR'> {
    try {
      return await trustedSide.readAppliedConfig(vcenter, cluster, callOptions());
    } catch (error) {
      if (error instanceof VSphereError && error.errorType === 'RESOURCE_BUSY') return 'NONE';
      throw error;
    }
  }

  return {
    /** Remediates the cluster, unless its hosts run what is bound to it. @rule ORD-4, DG-13 */
    async startTrustRemediation(input: OnCluster): Promise<Started> {
      // Only a difference is remediated; what is being changed settles by itself, and the wait sees it.
      if ((await appliedTo(input)) !== 'ERROR') return {};
      return { task: await trustedSide.startTrustRemediation(input.vcenter, input.cluster, callOptions()) };
    },

    /** Done when what is applied is what is bound. @rule ORD-4, DG-14 */
    async awaitTrustRemediation(
      input: OnCluster & Started & { patience: Patience },
    ): Promise<Watched<{ applied: 'OK' }>> {
      return watch<{ applied: 'OK' }>(
        async () => {
          // In this order: work that ends between the looks, whatever its task says of it, is in the second.
          const task =
            input.task === undefined
              ? undefined
              : await tasks.readTask(input.vcenter, input.task, callOptions());
          const applied = await appliedTo(input);
          if (applied === 'OK') return { state: 'done', value: { applied } };
          if (task?.state === 'failed') return { state: 'failed', error: task.error };
          if (task?.state === 'running') return { state: 'working', have: 'the cluster is being remediated' };
          // The health may be empty right after a change (2.7).
          if (applied === 'NONE')
            return { state: 'working', have: 'its applied configuration is not known yet' };
          return { state: 'lost', error: `the applied vTA configuration is ${applied}` };
        },
        input.patience,
        timingsFor('remediateConfiguration', pace),
      );
    },
  };
}
