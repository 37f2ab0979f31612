import { ApplicationFailure } from '@temporalio/common';
import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import { VSphereError } from '../ports/errors.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { byServerClock } from './server-time.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Look, type Patience, type Watched } from './watch.js';

interface Removal {
  readonly vcenter: VCenterRef;
  readonly cluster: ClusterRef;
  readonly version: EsxVersion;
}

/** The removal of one base image from the Trust Authority Cluster: never repeated without a person. */
export function createRemovalActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { trustAuthority, hosts, tasks } = vsphere;

  return {
    /**
     * Removes exactly this version. Looks first: one that is not listed is removed already; a removal that runs, or that
     * this step has begun and that is over, is adopted: the watch then says how it ended, and a person decides. The last
     * image is never removed.
     *
     * @param sinceMs - when this step began; with a person's decision to remove again, the time of the decision
     * @rule FIX-3, FIX-4, DG-5, DG-14
     */
    async startRemoval(input: Removal & { readonly sinceMs: number }): Promise<Started> {
      const { vcenter, cluster, version } = input;
      const since = await byServerClock({ hosts, timeScale: pace.timeScale }, vcenter, input.sinceMs);
      // In this order: a removal that ends between the looks has changed what the second one sees.
      const begun = await trustAuthority.findRemoval(
        vcenter,
        cluster,
        new Date(since).toISOString(),
        callOptions(),
      );
      const { images } = await trustAuthority.readAuthority(vcenter, cluster.name, callOptions());
      const [image, ...more] = images.filter((candidate) => candidate.version === version);
      if (image === undefined) return {};
      if (begun !== undefined) return { task: begun };
      if (more.length > 0) throw refusal(`${more.length + 1} base images are of version ${version}`);
      if (images.length === 1) throw refusal(`${version} is the last base image of ${cluster.name}`);
      try {
        return { task: await trustAuthority.startRemoval(vcenter, cluster, image, callOptions()) };
      } catch (error) {
        if (error instanceof VSphereError && error.errorType === 'NOT_FOUND') return {};
        throw error;
      }
    },

    /** Done when the version is not listed any more; nothing else says so. @rule FIX-3, DG-14 */
    async awaitRemoval(
      input: Removal & Started & { readonly patience: Patience },
    ): Promise<Watched<{ removed: EsxVersion }>> {
      return watch<{ removed: EsxVersion }>(
        () => removalLook(input),
        input.patience,
        timingsFor('imageRemoval', pace),
      );
    },
  };

  async function removalLook({
    vcenter,
    cluster,
    version,
    task: ref,
  }: Removal & Started): Promise<Look<{ removed: EsxVersion }>> {
    // In this order: work that ends between the looks, whatever its task says of it, is in the second.
    const task = ref === undefined ? undefined : await tasks.readTask(vcenter, ref, callOptions());
    const { images } = await trustAuthority.readAuthority(vcenter, cluster.name, callOptions());
    if (!images.some((image) => image.version === version))
      return { state: 'done', value: { removed: version } };
    if (task?.state === 'failed') return { state: 'failed', error: task.error };
    if (task?.state === 'running') return { state: 'working', have: task.message ?? 'removing' };
    if (task?.state === 'succeeded') {
      return { state: 'lost', error: `the removal has ended, and ${version} is still listed, or again` };
    }
    return { state: 'lost', error: `${version} is still listed, and no removal is running` };
  }
}

const refusal = (why: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(`${why}; it is not removed`, 'state');
