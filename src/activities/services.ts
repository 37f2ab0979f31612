import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { VCenterRef } from '../domain/model/estate.js';
import type { HostRef } from '../domain/model/inventory.js';
import {
  vtaServices,
  type AuthorityHealth,
  type HostService,
  type HostWithServices,
} from '../domain/services/index.js';
import { VSphereError } from '../ports/errors.js';
import type { VSphereDependencies } from './dependencies.js';
import { beat } from './heartbeat.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

interface OnService {
  readonly vcenter: VCenterRef;
  readonly host: HostRef;
  /** As the host lists it. */
  readonly service: string;
}

/** Services and health of the Trust Authority Cluster, read at one time: what the rules about services judge. */
export interface ServicesLook {
  readonly health: AuthorityHealth;
  readonly taHosts: readonly HostWithServices[];
}

/** Services of Trust Authority hosts through their vCenter. The authority zone alone has these. @rule SVC-2, SVC-4 */
export function createServiceActivities({ vsphere, ...pace }: VSphereDependencies) {
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

  /** Gives an order that is never given twice without a person. @rule SVC-3 */
  const orderOnce = async (input: OnService, order: 'stop' | 'restart'): Promise<void> => {
    const told = activityInfo().heartbeatDetails as { readonly ordered?: string } | undefined;
    if (told?.ordered !== undefined) {
      throw ApplicationFailure.nonRetryable(
        `whether ${input.service} of ${input.host.name} was told to ${order} is not known: no answer arrived`,
        'unknown-outcome',
      );
    }
    beat({ ordered: order });
    try {
      await services[order](input.vcenter, input.host, input.service, callOptions());
    } catch (error) {
      // Any other error says that nothing was done: the next attempt may order it.
      if (error instanceof VSphereError && error.kind !== 'unknown-outcome') beat({});
      throw error;
    }
  };

  return {
    async lookAtServices(input: { vcenter: VCenterRef; cluster: string }): Promise<ServicesLook> {
      const { vcenter, cluster } = input;
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
    },

    /** A service that runs is left alone. @rule SVC-2 */
    async startService(input: OnService): Promise<void> {
      const { running } = await serviceOf(input);
      if (!running) await services.start(input.vcenter, input.host, input.service, callOptions());
    },

    /** A service that does not run is left alone; an order without an answer is not given again. @rule SVC-2 */
    async stopService(input: OnService): Promise<void> {
      const { running } = await serviceOf(input);
      if (running) await orderOnce(input, 'stop');
    },

    /** An order without an answer is not given again. @rule SVC-3 */
    async restartService(input: OnService): Promise<void> {
      await serviceOf(input);
      await orderOnce(input, 'restart');
    },

    /** Done when the host lists the service as wanted. @rule SVC-2 */
    async awaitService(
      input: OnService & { running: boolean; patience: Patience },
    ): Promise<Watched<{ running: boolean }>> {
      const { vcenter, host, service, running: wanted } = input;
      return watch<{ running: boolean }>(
        async () => {
          const listed = await services.readServices(vcenter, host, callOptions());
          const found = listed?.find(({ key }) => key === service);
          if (found?.running === wanted) return { state: 'done', value: { running: wanted } };
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
  };
}
