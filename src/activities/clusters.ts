import type { VCenterRef } from '../domain/model/estate.js';
import type { ApplyPolicy, ClusterRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

interface OnCluster {
  readonly vcenter: VCenterRef;
  readonly cluster: ClusterRef;
}

/** What a run needs of the policy while it works on a cluster; the rest stays as the administrator set it. */
export interface PlannedPolicy {
  readonly quickBoot: boolean;
  /** Nobody has approved that HA admission control is switched off: it stays on, whatever the policy says. */
  readonly keepsAdmissionControl?: boolean;
}

/** The desired image and the remediation policy of one cluster. */
export function createClusterActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { lifecycle, tasks } = vsphere;
  return {
    /** Commits the image unless it is the desired one already, or a commit is under way; then that is adopted. */
    async startCommit(
      input: OnCluster & { baseImage: string; target: EsxVersion; message: string },
    ): Promise<Started> {
      // In this order: a commit that ends between the two looks has changed what the second one sees.
      const running = await lifecycle.findCommit(input.vcenter, input.cluster, callOptions());
      const desired = await lifecycle.readDesired(input.vcenter, input.cluster, callOptions());
      if (desired?.baseImage === input.target && desired.commit !== undefined) return {};
      if (running !== undefined) return { task: running };
      return {
        task: await lifecycle.startCommit(
          input.vcenter,
          input.cluster,
          input.baseImage,
          input.message,
          callOptions(),
        ),
      };
    },

    /** The commit that carries the target; frozen by the workflow from then on. */
    async awaitCommit(
      input: OnCluster & Started & { target: EsxVersion; patience: Patience },
    ): Promise<Watched<{ commit: string }>> {
      return watch<{ commit: string }>(
        async () => {
          // In this order: work that ends between the looks, whatever its task says of it, is in the second.
          const task =
            input.task === undefined
              ? undefined
              : await tasks.readTask(input.vcenter, input.task, callOptions());
          const desired = await lifecycle.readDesired(input.vcenter, input.cluster, callOptions());
          if (desired?.baseImage === input.target && desired.commit !== undefined) {
            return { state: 'done', value: { commit: desired.commit } };
          }
          // vLCM names the commit in its reports only, which come a moment after the image.
          if (desired?.baseImage === input.target) return { state: 'working', have: 'commit not known yet' };
          if (task?.state === 'running') return { state: 'working', have: 'committing the image' };
          if (task?.state === 'succeeded')
            return { state: 'working', have: 'committed, image not yet changed' };
          if (task?.state === 'failed') return { state: 'failed', error: task.error };
          const running = await lifecycle.findCommit(input.vcenter, input.cluster, callOptions());
          if (running !== undefined) return { state: 'working', have: 'committing the image' };
          return { state: 'lost', error: `the desired image is ${desired?.baseImage ?? 'not set'}` };
        },
        input.patience,
        timingsFor('imageImport', pace),
      );
    },

    async readPolicy({ vcenter, cluster }: OnCluster): Promise<ApplyPolicy> {
      return lifecycle.readPolicy(vcenter, cluster, callOptions());
    },

    /**
     * Sets what the run needs on top of the original policy: Quick Boot as planned, one host at a time, VMs moved
     * and never suspended to memory, HA admission control off only where that was approved.
     *
     * @rule QB-5, DG-2, DG-17, ORD-8
     */
    async writePlannedPolicy(
      input: OnCluster & { original: ApplyPolicy; planned: PlannedPolicy },
    ): Promise<void> {
      const raw = {
        ...input.original.raw,
        enable_quick_boot: input.planned.quickBoot,
        pre_remediation_power_action: 'DO_NOT_CHANGE_VMS_POWER_STATE',
        ...(input.planned.keepsAdmissionControl && input.original.disableAdmissionControl
          ? { disable_hac: false }
          : {}),
        ...(input.original.raw['parallel_remediation_action'] === undefined
          ? {}
          : { parallel_remediation_action: { enabled: false } }),
      };
      await writeUnlessEqual(input, raw);
    },

    /** Puts the policy back as it was found, whole. @rule DG-16 */
    async restorePolicy(input: OnCluster & { original: ApplyPolicy }): Promise<void> {
      await writeUnlessEqual(input, input.original.raw);
    },
  };

  async function writeUnlessEqual(input: OnCluster, raw: Readonly<Record<string, unknown>>): Promise<void> {
    const now = await lifecycle.readPolicy(input.vcenter, input.cluster, callOptions());
    if (sameValue(now.raw, raw)) return;
    await lifecycle.writePolicy(input.vcenter, input.cluster, raw, callOptions());
  }
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => sameValue(left[key], right[key]));
}
