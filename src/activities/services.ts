import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { VCenterRef } from '../domain/model/estate.js';
import type { HostRef } from '../domain/model/inventory.js';
import type { ServicesReading } from '../domain/operations/restart-services/reading.js';
import {
  vtaServices,
  whyNotHealthyAfter,
  type HostService,
  type HostWithServices,
} from '../domain/services/index.js';
import { VSphereError } from '../ports/errors.js';
import type { VSphereDependencies } from './dependencies.js';
import { beat } from './heartbeat.js';
import { putJson } from './json-blobs.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

interface OnService {
  readonly vcenter: VCenterRef;
  readonly host: HostRef;
  /** As the host lists it. */
  readonly service: string;
}

interface OnCluster {
  readonly vcenter: VCenterRef;
  /** Name of the Trust Authority Cluster. */
  readonly cluster: string;
}

/** An order as given: `unanswered` = nobody knows whether it was carried out. */
interface GivenOrder {
  readonly unanswered?: true;
}

/** Services of Trust Authority hosts through their vCenter. The authority zone alone has these. @rule SVC-2, SVC-4 */
export function createServiceActivities({ vsphere, blobs, ...pace }: VSphereDependencies) {
  const { hosts, services } = vsphere;

  const serviceOf = async ({ vcenter, host, service }: OnService): Promise<HostService> => {
    const listed = await services.readServices(vcenter, host, callOptions());
    const found = listed?.find(({ key }) => key === service);
    if (found !== undefined) return found;
    throw ApplicationFailure.nonRetryable(
      listed === undefined
        ? `the services of ${host.name} cannot be read; connect the host first`
        : `${host.name} does not list service ${service}`,
      'not-found',
    );
  };

  /**
   * Gives an order that is never given twice without a person. One whose answer was lost with an earlier attempt is
   * reported as unanswered instead. @rule SVC-3
   */
  const orderOnce = async (input: OnService, order: 'stop' | 'restart'): Promise<GivenOrder> => {
    const told = activityInfo().heartbeatDetails as { readonly ordered?: string } | undefined;
    if (told?.ordered !== undefined) return { unanswered: true };
    beat({ ordered: order });
    try {
      await services[order](input.vcenter, input.host, input.service, callOptions());
      return {};
    } catch (error) {
      // Any other error says that nothing was done: the next attempt may order it.
      if (error instanceof VSphereError && error.kind !== 'unknown-outcome') beat({});
      throw error;
    }
  };

  const lookAtServices = async ({ vcenter, cluster }: OnCluster): Promise<ServicesReading> => {
    const [health, clusters] = await Promise.all([
      services.readHealth(vcenter, cluster, callOptions()),
      hosts.readClusters(vcenter, [cluster], callOptions()),
    ]);
    const taHosts = await Promise.all(
      clusters
        .flatMap((entry) => entry.hosts)
        .map(async ({ ref, connection, inMaintenance }): Promise<HostWithServices> => {
          const listed = await services.readServices(vcenter, ref, callOptions());
          return {
            ref,
            connection,
            ...(inMaintenance === undefined ? {} : { inMaintenance }),
            ...(listed === undefined ? {} : { services: vtaServices('authority', listed) }),
          };
        }),
    );
    return { health, taHosts };
  };

  return {
    /** Services and health of the Trust Authority Cluster, read at one time. */
    lookAtServices,

    /** The same, stored by hash for whoever plans. */
    surveyServices: async (input: OnCluster): Promise<{ hash: string }> => ({
      hash: await putJson(blobs, await lookAtServices(input)),
    }),

    /** A service that runs is left alone. @rule SVC-2 */
    async startService(input: OnService): Promise<GivenOrder> {
      const { running } = await serviceOf(input);
      if (!running) await services.start(input.vcenter, input.host, input.service, callOptions());
      return {};
    },

    /** A service that does not run is left alone; an order without an answer is not given again. @rule SVC-2 */
    async stopService(input: OnService): Promise<GivenOrder> {
      const { running } = await serviceOf(input);
      return running ? orderOnce(input, 'stop') : {};
    },

    /** An order without an answer is not given again. @rule SVC-3 */
    async restartService(input: OnService): Promise<GivenOrder> {
      await serviceOf(input);
      return orderOnce(input, 'restart');
    },

    /**
     * Done when the host lists the service as wanted. After a restart whose answer was lost that proves nothing: it has
     * failed, and a person decides. @rule SVC-2, SVC-3, DG-14
     */
    async awaitService(
      input: OnService & GivenOrder & { running: boolean; patience: Patience },
    ): Promise<Watched<{ running: boolean }>> {
      const { vcenter, host, service, running: wanted, unanswered } = input;
      return watch<{ running: boolean }>(
        async () => {
          const listed = await services.readServices(vcenter, host, callOptions());
          const found = listed?.find(({ key }) => key === service);
          const isAsWanted = found?.running === wanted;
          if (unanswered === true && (wanted || !isAsWanted)) {
            return {
              state: 'failed',
              error: `no answer arrived to the order about ${service} of ${host.name}; it may have been carried out`,
            };
          }
          if (isAsWanted) return { state: 'done', value: { running: wanted } };
          if (found === undefined) return { state: 'working', have: `${host.name} does not list ${service}` };
          return {
            state: 'working',
            have: `${service} of ${host.name} ${wanted ? 'does not run' : 'still runs'}`,
          };
        },
        input.patience,
        timingsFor('serviceRestart', pace),
      );
    },

    /** Done when the next TA host may be taken: health is OK as far as these hosts can bring it about. @rule SVC-3 */
    async awaitServicesHealthy(
      input: OnCluster & { done: readonly string[]; left: readonly string[]; patience: Patience },
    ): Promise<Watched<{ isHealthy: true }>> {
      return watch<{ isHealthy: true }>(
        async () => {
          const health = await services.readHealth(input.vcenter, input.cluster, callOptions());
          const why = whyNotHealthyAfter(input.done, input.left, health);
          return why === null
            ? { state: 'done', value: { isHealthy: true } }
            : { state: 'working', have: why.have };
        },
        input.patience,
        timingsFor('serviceRestart', pace),
      );
    },
  };
}
