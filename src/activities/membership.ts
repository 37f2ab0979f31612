import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { HostAccess, VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef, HostRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import type { Member } from '../domain/recovery/index.js';
import { VSphereError } from '../ports/errors.js';
import type { HostItself } from '../ports/membership.js';
import type { TaskRef } from '../ports/vsphere.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Look, type Patience, type Watched } from './watch.js';

interface OnMember {
  readonly vcenter: VCenterRef;
  readonly cluster: ClusterRef;
  readonly host: HostRef;
}

/** What is to be added: nothing but this version under this certificate. */
export interface Addition extends OnMember {
  readonly access: HostAccess;
  readonly version: EsxVersion;
  /** SHA-1 thumbprint that was approved. */
  readonly thumbprint: string;
}

/** A host without a vCenter, by its name in the estate file or by its own. */
export const addressOf = ({ addresses }: HostAccess, { name }: HostRef): string => addresses[name] ?? name;

/** Takes a failed Trust Authority host out of its cluster, and in again. */
export function createMembershipActivities({ vsphere, ...pace }: VSphereDependencies) {
  const { hosts, membership, tasks } = vsphere;
  const timings = timingsFor('attestation', pace);

  const membersOf = async ({ vcenter, cluster }: OnMember): Promise<readonly Member[]> => {
    const [found] = await hosts.readClusters(vcenter, [cluster.name], callOptions());
    return found?.hosts ?? [];
  };
  const named = async (on: OnMember): Promise<Member | undefined> =>
    (await membersOf(on)).find(({ ref }) => ref.name === on.host.name);
  const former = async (on: OnMember): Promise<Member | undefined> =>
    (await membersOf(on)).find(({ ref }) => ref.moid === on.host.moid);

  /**
   * Begins what must not be done twice. Whether an earlier attempt has begun it tell the state and the running tasks; one
   * that failed is in Recent Tasks, and then a person decides.
   */
  const once = async (
    on: OnMember,
    name: string,
    look: () => Promise<Started | undefined>,
    begin: () => Promise<TaskRef>,
  ): Promise<Started> => {
    const seen = await look();
    if (seen) return seen;
    if (activityInfo().attempt > 1) {
      const failed = await tasks.listFailed(on.vcenter, undefined, callOptions());
      const own = failed.find((task) => task.name === name);
      if (own) throw notAgain(on.host, `an earlier attempt failed: ${own.error}`);
    }
    try {
      return { task: await begin() };
    } catch (error) {
      if (!(error instanceof VSphereError) || error.kind !== 'unknown-outcome') throw error;
      const after = await look();
      if (after) return after;
      throw notAgain(on.host, `${error.message}; nothing tells that it runs`);
    }
  };

  const settled = async <T>(
    vcenter: VCenterRef,
    task: TaskRef | undefined,
    state: () => Promise<{ value: T } | { have: string }>,
  ): Promise<Look<T>> => {
    // In this order: work that ends between the looks, whatever its task says of it, is in the second.
    const reading = task === undefined ? undefined : await tasks.readTask(vcenter, task, callOptions());
    const seen = await state();
    if ('value' in seen) return { state: 'done', value: seen.value };
    if (reading?.state === 'failed') return { state: 'failed', error: reading.error };
    if (reading === undefined || reading.state === 'gone')
      return { state: 'lost', error: `${seen.have}, and no task is under way` };
    return { state: 'working', have: seen.have };
  };

  const itself = async ({ access, host }: { access: HostAccess; host: HostRef }): Promise<HostItself> =>
    membership.readHostItself(host.name, addressOf(access, host), callOptions());

  return {
    /** Disconnects a host that does not answer; what answers is put into maintenance mode instead. @rule REC-1 */
    async startDisconnection(input: OnMember): Promise<Started> {
      const running = await membership.findLeaving(input.vcenter, input.host, callOptions());
      if ((await former(input))?.connection === 'disconnected') return {};
      return { task: running ?? (await membership.disconnect(input.vcenter, input.host, callOptions())) };
    },

    async awaitDisconnection(
      input: OnMember & Started & { patience: Patience },
    ): Promise<Watched<{ connection: 'disconnected' }>> {
      return watch<{ connection: 'disconnected' }>(
        () =>
          settled(input.vcenter, input.task, async () => {
            const { connection } = (await former(input)) ?? { connection: 'disconnected' as const };
            return connection === 'disconnected'
              ? { value: { connection } }
              : { have: `it is ${connection}` };
          }),
        input.patience,
        timings,
      );
    },

    /** @rule REC-1, REC-5 */
    async startHostRemoval(input: OnMember): Promise<Started> {
      const look = async (): Promise<Started | undefined> => {
        const running = await membership.findLeaving(input.vcenter, input.host, callOptions()).catch(isGone);
        if (running === 'gone' || (await former(input)) === undefined) return {};
        return running && { task: running };
      };
      return once(input, 'HostSystem.destroy', look, () =>
        membership.remove(input.vcenter, input.host, callOptions()),
      );
    },

    async awaitHostRemoval(
      input: OnMember & Started & { patience: Patience },
    ): Promise<Watched<{ isRemoved: true }>> {
      return watch<{ isRemoved: true }>(
        () =>
          settled(input.vcenter, input.task, async () =>
            (await former(input)) === undefined
              ? { value: { isRemoved: true } }
              : { have: `it is still in ${input.cluster.name}` },
          ),
        input.patience,
        timings,
      );
    },

    /**
     * Done when the host itself tells that it runs the recorded version: no vCenter has it, and what a person says is no
     * proof. The answer has the certificate that it shows.
     *
     * @rule REC-2, REC-5, DG-14
     */
    async awaitRestored(input: {
      host: HostRef;
      access: HostAccess;
      version: EsxVersion;
      patience: Patience;
    }): Promise<Watched<HostItself>> {
      return watch<HostItself>(
        async () => {
          const seen = await itself(input).catch(asSilence);
          if (seen === undefined) return { state: 'working', have: `${input.host.name} does not answer yet` };
          if (seen.version === input.version) return { state: 'done', value: seen };
          const runs = seen.version ?? 'an unknown version';
          return {
            state: 'working',
            have: `it runs ${runs}, and ${input.version} is recorded`,
            isNews: true,
          };
        },
        input.patience,
        timingsFor('fullBoot', pace),
      );
    },

    /** Looks at version and certificate once more: what was approved may be something else by now. @rule REC-3, REC-5, DG-18 */
    async startAddition(input: Addition): Promise<Started> {
      const { vcenter, cluster, host, access, version, thumbprint } = input;
      const look = async (): Promise<Started | undefined> => {
        const running = await membership.findAdding(vcenter, cluster, callOptions());
        if ((await named(input)) !== undefined) return {};
        return running && { task: running };
      };
      return once(input, 'ClusterComputeResource.addHost', look, async () => {
        const seen = await itself(input);
        if (seen.version !== version || seen.sha1 !== thumbprint) {
          throw ApplicationFailure.nonRetryable(
            `${host.name} runs ${seen.version ?? 'an unknown version'} with certificate ${seen.sha1}; ${version} with ${thumbprint} was approved. Bring it back there, or abort and plan the recovery anew`,
            'state',
          );
        }
        const { credential } = access;
        return membership.add(vcenter, cluster, { name: host.name, thumbprint, credential }, callOptions());
      });
    },

    async awaitAddition(input: OnMember & Started & { patience: Patience }): Promise<Watched<HostRef>> {
      return watch<HostRef>(
        () =>
          settled(input.vcenter, input.task, async () => {
            const member = await named(input);
            if (member?.connection === 'connected') return { value: member.ref };
            return { have: member ? `it is ${member.connection}` : 'it is in no cluster yet' };
          }),
        input.patience,
        timings,
      );
    },
  };
}

/** The host left the inventory before its tasks were asked for. */
function isGone(error: unknown): 'gone' {
  if (error instanceof VSphereError && error.errorType === 'ManagedObjectNotFound') return 'gone';
  throw error;
}

/** A host that is being restored does not answer for long: that is no silence of its vCenter. */
function asSilence(error: unknown): undefined {
  if (error instanceof VSphereError && error.kind === 'passing') return undefined;
  throw error;
}

function notAgain({ name }: HostRef, why: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `${name}: ${why}. It is not begun again by itself: look at Recent Tasks of the Trust Authority vCenter, then decide to retry or to abort`,
    'state',
  );
}
