import { ApplicationFailure } from '@temporalio/common';
import { changeFor, secretNamesOf, type SecretNames } from '../domain/archive/change.js';
import {
  compareConfiguration,
  unsettledItems,
  type ItemComparison,
  type ItemToApply,
} from '../domain/archive/compare.js';
import { describeItem, keyOf, providerOf, type ItemRef } from '../domain/archive/item.js';
import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import { VSphereError } from '../ports/errors.js';
import type { TaskRef } from '../ports/vsphere.js';
import type { VSphereDependencies } from './dependencies.js';
import type { Started } from './hosts.js';
import { putJson } from './json-blobs.js';
import { loadArchive } from './stored-archive.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Look, type Patience, type Watched } from './watch.js';

/** A Trust Authority Cluster beside an archive of its configuration. */
export interface AgainstArchive {
  readonly vcenter: VCenterRef;
  readonly cluster: ClusterRef;
  /** Hash of the archive's manifest. */
  readonly archive: string;
}

/** Names of credentials by key provider, where they are not those of `secretNamesOf`. */
export type SecretsByProvider = Readonly<Record<string, SecretNames>>;

/** The vTA configuration, item by item: comparing it with an archive and applying what is missing. */
export function createConfigurationActivities({ vsphere, blobs, ...pace }: VSphereDependencies) {
  const { trustAuthority, tasks } = vsphere;

  const compare = async ({ vcenter, cluster, archive }: AgainstArchive) => {
    const { manifest, configuration } = await loadArchive(blobs, archive);
    const now = await trustAuthority.readConfiguration(vcenter, cluster, callOptions());
    return { manifest, configuration, now, compared: compareConfiguration(configuration, now) };
  };
  const stateOf = (compared: readonly ItemComparison[], item: ItemRef): ItemComparison => {
    const found = compared.find((entry) => keyOf(entry.item) === keyOf(item));
    if (found !== undefined) return found;
    throw ApplicationFailure.nonRetryable(`the archive has no ${describeItem(item)}`, 'invalid');
  };

  /** Imports the file of a base image; one under way is adopted. */
  const importFile = async (
    { vcenter, cluster }: AgainstArchive,
    version: string,
    hash: string | undefined,
  ): Promise<Started> => {
    const running = await trustAuthority.findImport(vcenter, cluster, callOptions());
    if (running !== undefined) return { task: running };
    if (hash === undefined) {
      throw ApplicationFailure.nonRetryable(
        `the archive has no file of base image ${version} (DG-11): bring its boot_imgdb.tgz into the archive, or export it from a host that runs it and import it by hand; the run goes on when it is listed with health OK`,
        'not-found',
      );
    }
    return {
      task: await trustAuthority.startImport(vcenter, cluster, await blobs.get(hash), callOptions()),
    };
  };

  return {
    /** The same for a planner, which knows the cluster by name: as JSON in the store. */
    async surveyAgainstArchive(input: {
      readonly vcenter: VCenterRef;
      readonly cluster: string;
      readonly archive: string;
    }): Promise<{ hash: string }> {
      const { vcenter, archive } = input;
      const { cluster } = await trustAuthority.readAuthority(vcenter, input.cluster, callOptions());
      return { hash: await putJson(blobs, (await compare({ vcenter, cluster, archive })).compared) };
    },

    /** How every item of the archive stands in the cluster, in the order of applying. @rule BAK-3, REC-3 */
    async compareWithArchive(input: AgainstArchive): Promise<readonly ItemComparison[]> {
      return (await compare(input)).compared;
    },

    /**
     * Brings one archived item into the cluster: looks first, creates or sets it, and takes "already exists" for success.
     * What differs and can only be created anew is refused. Secrets are resolved by name for this call alone.
     *
     * @rule REC-3, BAK-3, DG-18
     */
    async applyConfigurationItem(
      input: AgainstArchive & { readonly apply: ItemToApply; readonly secrets?: SecretsByProvider },
    ): Promise<Started> {
      const { vcenter, cluster } = input;
      const { item, again } = input.apply;
      const { manifest, configuration, now, compared } = await compare(input);
      const { state, have } = stateOf(compared, item);
      // People may have imported it meanwhile: OK on every host is all that a base image can be.
      if (state === 'present' && (!again || item.kind === 'baseImage')) return {};
      if (!again && state === 'settling' && !hasSecret(item)) return {};
      if (state === 'unreadable') {
        throw ApplicationFailure.nonRetryable(`${describeItem(item)} could not be read: ${have}`, 'state');
      }
      if (state === 'different' && isCreatedOnly(item)) {
        throw ApplicationFailure.nonRetryable(
          `${describeItem(item)} differs: the cluster has ${have}. Remove the one that is wrong by hand; the run goes on when the archived one is there with health OK`,
          'state',
        );
      }
      try {
        if (item.kind === 'baseImage') {
          const file = manifest.images.find(({ version }) => version === item.name);
          return await importFile(input, item.name, file?.hash);
        }
        const provider = providerOf(item) ?? item.name;
        const secrets = input.secrets?.[provider] ?? secretNamesOf(provider);
        const change = changeFor(item, configuration, now.configuration, secrets);
        if (change === undefined) return {};
        return { task: await trustAuthority.startChange(vcenter, cluster, change, callOptions()) };
      } catch (error) {
        if (isAlreadyThere(error)) return {};
        throw error;
      }
    },

    /**
     * Done when the item is in the cluster as archived. Its health over all TA hosts settles later, see
     * `awaitConfiguration`.
     *
     * @rule REC-3
     */
    async awaitConfigurationItem(
      input: AgainstArchive & Started & { readonly item: ItemRef; readonly patience: Patience },
    ): Promise<Watched<ItemComparison>> {
      const { item } = input;
      return watch<ItemComparison>(
        async () => {
          // In this order: work that ends between the looks, whatever its task says of it, is in the second.
          const task = await readTask(input.vcenter, input.task);
          const compared = stateOf((await compare(input)).compared, item);
          return lookOf(item, compared, task);
        },
        input.patience,
        timingsFor('imageImport', pace),
      );
    },

    /** Done when every archived item is the same and `OK` on every TA host. @rule INV-5, REC-3, DG-14 */
    async awaitConfiguration(
      input: AgainstArchive & { readonly patience: Patience },
    ): Promise<Watched<readonly ItemComparison[]>> {
      return watch<readonly ItemComparison[]>(
        async () => {
          const { compared } = await compare(input);
          const open = unsettledItems(compared);
          if (open.length === 0) return { state: 'done', value: compared };
          const shown = open.slice(0, 5).map(({ item, state }) => `${describeItem(item)}: ${state}`);
          return { state: 'working', have: `${open.length} items not OK yet: ${shown.join('; ')}` };
        },
        input.patience,
        timingsFor('imageImport', pace),
      );
    },
  };

  async function readTask(vcenter: VCenterRef, task: TaskRef | undefined) {
    return task === undefined ? undefined : tasks.readTask(vcenter, task, callOptions());
  }
}

type Task = Awaited<ReturnType<VSphereDependencies['vsphere']['tasks']['readTask']>>;

/** What the state of the item and the task of its change say together. */
function lookOf(item: ItemRef, compared: ItemComparison, task: Task | undefined): Look<ItemComparison> {
  const name = describeItem(item);
  const { state, have } = compared;
  if (task?.state === 'running') return { state: 'working', have: `${name}: being applied` };
  if (task?.state === 'failed' && task.errorType !== 'ALREADY_EXISTS') {
    return { state: 'failed', error: `${name}: ${task.error}` };
  }
  if (state === 'unreadable') return { state: 'working', have: `${name} could not be read: ${have}` };
  // Where the issuer exists, a principal that some hosts lack does not come by itself.
  const isRefused = item.kind === 'principal' && state === 'inconsistent' && task?.state !== 'succeeded';
  const isThere = state !== 'missing' && state !== 'different' && !isRefused;
  // A secret cannot be read back: that its task succeeded, or that its provider is in order, is all there is to know.
  const isTold = !hasSecret(item) || task?.state === 'succeeded' || state === 'present';
  if (isThere && isTold) return { state: 'done', value: compared };
  const found = have === undefined ? state : `${state}: ${have}`;
  if (task?.state === 'succeeded')
    return { state: 'working', have: `${name}: applied, read back as ${found}` };
  if (item.kind === 'principal') return { state: 'lost', error: `${name} is ${found}. ${ISSUER_EXISTS}` };
  return { state: 'lost', error: `${name} is ${found}, and nothing that applies it is under way` };
}

/** The known failure of 2.10, step 7. */
const ISSUER_EXISTS =
  'When its issuer "already exists", hosts keep it from before: remove it there as KB 77146 describes, then let the step be done again; the run goes on when the principal is listed with health OK';

/** Items that the API can create and remove, but not change. */
function isCreatedOnly({ kind }: ItemRef): boolean {
  return kind === 'caCertificate' || kind === 'endorsementKey' || kind === 'principal';
}

function hasSecret({ kind }: ItemRef): boolean {
  return kind === 'kmipPassword' || kind === 'clientCertificate';
}

/** Also the issuer of a principal that is known already: whether all of it is there, the next look says. */
function isAlreadyThere(error: unknown): boolean {
  return error instanceof VSphereError && error.errorType === 'ALREADY_EXISTS';
}
