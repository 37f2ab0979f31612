import { ApplicationFailure } from '@temporalio/common';
import type { VCenterRef } from '../domain/model/estate.js';
import type { AuthorityFacts, BaseImage, ClusterRef, EsxHost } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import { TA_HOSTS_AWAY, type TaHostsAway } from '../domain/safety/index.js';
import { parseEsxVersion } from '../domain/versions/index.js';
import { VSphereError } from '../ports/errors.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

/** The Trust Authority Cluster with its hosts, read at one time: what the guards judge. */
export interface AuthorityLook {
  readonly facts: AuthorityFacts;
  readonly taHosts: readonly EsxHost[];
}

interface OnAuthority {
  readonly vcenter: VCenterRef;
  /** Name of the Trust Authority Cluster. */
  readonly cluster: string;
}

/** What is read from and imported into the Trust Authority Cluster. */
export function createAuthorityActivities({ vsphere, blobs, ...pace }: VSphereDependencies) {
  const { trustAuthority, hosts, tasks } = vsphere;

  const imageOf = (facts: AuthorityFacts, version: EsxVersion): BaseImage | undefined =>
    facts.images.find((image) => image.version === version);

  return {
    /** @throws ApplicationFailure `ta-hosts-away`: no host of the cluster is connected, and so it cannot be read */
    async lookAtAuthority({ vcenter, cluster }: OnAuthority): Promise<AuthorityLook> {
      const [facts, clusters] = await Promise.allSettled([
        trustAuthority.readAuthority(vcenter, cluster, callOptions()),
        hosts.readClusters(vcenter, [cluster], callOptions()),
      ]);
      if (clusters.status === 'rejected') throw clusters.reason;
      const taHosts = clusters.value.flatMap((entry) => entry.hosts);
      if (facts.status === 'fulfilled') return { facts: facts.value, taHosts };
      throw allAway(taHosts, facts.reason) ?? facts.reason;
    },

    /**
     * Imports an archived image database. A version already listed, or an import under way, is adopted.
     *
     * @rule IMG-4, FIX-2
     */
    async startImport(
      input: OnAuthority & { clusterRef: ClusterRef; imageHash: string; version: EsxVersion },
    ): Promise<Started> {
      // In this order: an import that ends between the two looks has changed what the second one sees.
      const running = await trustAuthority.findImport(input.vcenter, input.clusterRef, callOptions());
      const facts = await trustAuthority.readAuthority(input.vcenter, input.cluster, callOptions());
      if (imageOf(facts, input.version) !== undefined) return {};
      if (running !== undefined) return { task: running };
      try {
        const imgdb = await blobs.get(input.imageHash);
        return {
          task: await trustAuthority.startImport(input.vcenter, input.clusterRef, imgdb, callOptions()),
        };
      } catch (error) {
        if (error instanceof VSphereError && error.errorType === 'ALREADY_EXISTS') return {};
        throw error;
      }
    },

    /** Done when the version is listed with health `OK`, that is on every TA host. @rule IMG-4, INV-5, DG-14 */
    async awaitImport(
      input: OnAuthority & Started & { version: EsxVersion; patience: Patience },
    ): Promise<Watched<BaseImage>> {
      return watch<BaseImage>(
        async () => {
          // In this order: work that ends between the looks, whatever its task says of it, is in the second.
          const task =
            input.task === undefined
              ? undefined
              : await tasks.readTask(input.vcenter, input.task, callOptions());
          const facts = await trustAuthority.readAuthority(input.vcenter, input.cluster, callOptions());
          const image = imageOf(facts, input.version);
          if (image?.health === 'OK') return { state: 'done', value: image };
          if (image !== undefined) {
            return {
              state: 'working',
              have: `image health ${image.health} ${image.details.join('; ')}`.trim(),
            };
          }
          if (task?.state === 'failed' && task.errorType !== 'ALREADY_EXISTS') {
            return { state: 'failed', error: task.error };
          }
          if (task?.state === 'running') return { state: 'working', have: 'importing' };
          if (task?.state === 'succeeded' && isAnother(task.result, input.version)) {
            return {
              state: 'failed',
              error: `the file holds the base image of ${String(task.result)}, not of ${input.version}`,
            };
          }
          if (task === undefined || task.state === 'gone') {
            return { state: 'lost', error: `${input.version} is not listed and no import is running` };
          }
          return { state: 'working', have: 'imported, not listed yet' };
        },
        input.patience,
        timingsFor('imageImport', pace),
      );
    },
  };
}

/** The import answers the version it found in the file; what is no version says nothing. @rule IMG-3 */
function isAnother(result: unknown, version: EsxVersion): boolean {
  const found = typeof result === 'string' ? parseEsxVersion(result) : undefined;
  return found !== undefined && found !== version;
}

/** That everybody is away explains why nothing was read; repeating would not tell more. @rule DG-8 */
function allAway(taHosts: readonly EsxHost[], problem: unknown): ApplicationFailure | undefined {
  if (taHosts.length === 0 || taHosts.some(({ connection }) => connection === 'connected')) return undefined;
  const away: TaHostsAway = {
    taHosts: taHosts.map(({ ref, connection, inMaintenance }) => ({
      ref,
      connection,
      ...(inMaintenance === undefined ? {} : { inMaintenance }),
    })),
  };
  return ApplicationFailure.nonRetryable(
    `no Trust Authority host is connected: ${problem instanceof Error ? problem.message : String(problem)}`,
    TA_HOSTS_AWAY,
    away,
  );
}
