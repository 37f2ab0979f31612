import type { HostAccess, VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef, HostRef } from '../domain/model/inventory.js';
import type { OfferedService, RecoveryFacts } from '../domain/recovery/index.js';
import { VSphereError } from '../ports/errors.js';
import type { HostItself } from '../ports/membership.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { addressOf } from './membership.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

/** What the Trust Authority side shows of a recovery. */
export type RecoveryLook = Omit<RecoveryFacts, 'trustedSideOpen' | 'itself'> & {
  readonly itself: HostItself | null;
};

interface OnAuthority {
  readonly vcenter: VCenterRef;
  readonly cluster: ClusterRef;
}

/** What a recovery looks at, and what it does to the Trust Authority Cluster as a whole. */
export function createRecoveryActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { hosts, membership, registrations, tasks, trustAuthority } = vsphere;

  return {
    /** Everything by which the due step is judged. A host that is in no inventory is asked itself. @rule REC-5, DG-14 */
    async lookAtRecovery(input: OnAuthority & { host: HostRef; access: HostAccess }): Promise<RecoveryLook> {
      const { vcenter, cluster, host, access } = input;
      const [authority, clusters] = await Promise.all([
        trustAuthority.readAuthority(vcenter, cluster.name, callOptions()),
        hosts.readClusters(vcenter, [cluster.name], callOptions()),
      ]);
      const members = clusters.flatMap((entry) => entry.hosts);
      const peers = members.map(({ ref, connection, inMaintenance, installed }) => ({
        ref,
        connection,
        ...(inMaintenance === undefined ? {} : { inMaintenance }),
        ...(installed === undefined ? {} : { installed }),
      }));
      const member = peers.find(({ ref }) => ref.name === host.name) ?? null;
      const itself = member === null ? await askItself(host, access) : null;
      return { member, taHosts: peers, authority, itself };
    },

    /** @rule REC-3 */
    async startEnabling(input: OnAuthority): Promise<Started> {
      if (await isServing(input)) return {};
      return { task: await registrations.enable(input.vcenter, input.cluster, callOptions()) };
    },

    /** Done when attestation and key provider service are OK on every host. @rule REC-3, DG-14 */
    async awaitEnabling(
      input: OnAuthority & Started & { patience: Patience },
    ): Promise<Watched<{ isServing: true }>> {
      return watch<{ isServing: true }>(
        async () => {
          const task =
            input.task === undefined
              ? undefined
              : await tasks.readTask(input.vcenter, input.task, callOptions());
          if (await isServing(input)) return { state: 'done', value: { isServing: true } };
          if (task?.state === 'failed') return { state: 'failed', error: task.error };
          return { state: 'working', have: 'the vTA services are not OK on every host yet' };
        },
        input.patience,
        timingsFor('attestation', pace),
      );
    },

    /** The services of one host as they are to be registered; none while it has no vTA services. @rule REC-4 */
    async readOfferedServices(input: OnAuthority & { host: HostRef }): Promise<readonly OfferedService[]> {
      const offered = await registrations.readOffered(input.vcenter, input.cluster, callOptions());
      return offered.filter(({ hostname }) => hostname.toLowerCase() === input.host.name.toLowerCase());
    },
  };

  async function isServing({ vcenter, cluster }: OnAuthority): Promise<boolean> {
    const facts = await trustAuthority.readAuthority(vcenter, cluster.name, callOptions());
    return facts.attestationService === 'OK' && facts.keyProviderService === 'OK';
  }

  async function askItself(host: HostRef, access: HostAccess): Promise<HostItself | null> {
    try {
      return await membership.readHostItself(host.name, addressOf(access, host), callOptions());
    } catch (error) {
      if (error instanceof VSphereError && error.kind === 'passing') return null;
      throw error;
    }
  }
}
