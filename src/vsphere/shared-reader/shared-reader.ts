import type { VCenterRef } from '../../domain/model/estate.js';
import type { EsxCluster } from '../../domain/model/inventory.js';
import { VSphereError, type FaultKind } from '../../ports/errors.js';
import type { TaskReading, TaskRef } from '../../ports/vsphere.js';
import type { Connection, Connections } from '../connection/connections.js';
import { mapLimited } from '../connection/limiter.js';
import { readNamedClusters } from '../ports/clusters.js';
import { readCisTask as readSingleCisTask, readCisTasks } from '../rest/tasks.js';
import { readHostFacts, readHostInventory, type InventoryPass } from '../soap/inventory.js';
import type { HostFacts } from '../soap/readers/host.js';
import { readVimTasks } from '../soap/tasks.js';
import { createBatcher, type Batcher } from './batcher.js';

/** One host, and the pass that read it together with others. */
interface HostInPass {
  readonly host: HostFacts;
  readonly pass: InventoryPass;
}

/**
 * What is read of one vCenter again and again, for everybody in this process: whatever is asked for at about the same
 * time goes out as one call and not as one per host. Every answer is read after it was asked for.
 */
export interface SharedReader {
  /** Nothing when the host is not in the inventory. */
  host(moid: string, signal?: AbortSignal): Promise<HostInPass | undefined>;
  /** The host by itself, without VMs, cluster and boot events. */
  hostFacts(moid: string, signal?: AbortSignal): Promise<HostFacts | undefined>;
  /** The same clusters are read once for all who want them. */
  clusters(names: readonly string[], signal?: AbortSignal): Promise<readonly EsxCluster[]>;
  task(task: TaskRef, signal?: AbortSignal): Promise<TaskReading>;
}

export interface SharedReaders {
  to(vcenter: VCenterRef): SharedReader;
}

/** Milliseconds, of the vCenter's time: looks that begin together come within a few of them. */
const windowMs = 100;

/** What one object of many can be the reason of. A refused login is everybody's, and must not be tried once for each. */
const kindsOfOne: readonly FaultKind[] = ['not-found', 'invalid', 'state', 'protocol'];

const mayBeOfOne = (error: unknown): boolean =>
  error instanceof VSphereError && (kindsOfOne.includes(error.kind) || error.errorType === 'NoPermission');

/** Tasks in one list: far below the thousand at which the service refuses. */
const mostTasks = 100;

const byMoid = <T>(
  moids: readonly string[],
  hosts: readonly HostFacts[],
  make: (host: HostFacts) => T,
): Map<string, T | undefined> => {
  const found = new Map(hosts.map((host) => [host.moid, make(host)]));
  return new Map(moids.map((moid) => [moid, found.get(moid)]));
};

const createSharedReader = (connection: Connection, vcenter: VCenterRef, window: number): SharedReader => {
  const { rest, soap } = connection;
  const common = { windowMs: window, mayBeOfOne };

  const hosts = createBatcher<string, HostInPass | undefined>({
    ...common,
    read: async (moids, signal) => {
      const pass = await readHostInventory(soap, moids, signal);
      return byMoid(moids, pass.hosts, (host) => ({ host, pass }));
    },
  });

  const facts = createBatcher<string, HostFacts | undefined>({
    ...common,
    read: async (moids, signal) => byMoid(moids, await readHostFacts(soap, moids, signal), (host) => host),
  });

  // Lists of names as JSON. Each list is read by itself, so that one wrong name is nobody else's trouble.
  const clusters = createBatcher<string, readonly EsxCluster[]>({
    ...common,
    read: async (lists, signal) =>
      new Map(
        await mapLimited(lists, async (list): Promise<[string, readonly EsxCluster[]]> => [
          list,
          await readNamedClusters(connection, vcenter, JSON.parse(list) as string[], signal),
        ]),
      ),
  });

  const vimTasks = createBatcher<string, TaskReading>({
    ...common,
    read: (ids, signal) => readVimTasks(soap, ids, signal),
  });

  /** By service, the part of an ID after the colon: a list must not span providers (wire contract 3.2). */
  const cisTasks = new Map<string, Batcher<string, TaskReading>>();
  const readCisTask = (id: string, signal: AbortSignal | undefined): Promise<TaskReading> => {
    const [, service] = /:(.+)$/.exec(id) ?? [];
    // Of an ID without a service nobody knows the provider: it is read alone.
    if (service === undefined) return readSingleCisTask(rest, id, signal);
    const batcher =
      cisTasks.get(service) ??
      createBatcher<string, TaskReading>({
        ...common,
        mostKeys: mostTasks,
        read: (ids, signal) => readCisTasks(rest, ids, signal),
      });
    cisTasks.set(service, batcher);
    return batcher.ask(id, signal);
  };

  return {
    host: (moid, signal) => hosts.ask(moid, signal),
    hostFacts: (moid, signal) => facts.ask(moid, signal),
    clusters: (names, signal) => clusters.ask(JSON.stringify(names), signal),
    task: ({ kind, id }, signal) => (kind === 'cis' ? readCisTask(id, signal) : vimTasks.ask(id, signal)),
  };
};

/** One reader per connection, as long as the process lives. */
export const createSharedReaders = (connections: Connections, timeScale = 1): SharedReaders => {
  const readers = new WeakMap<Connection, SharedReader>();
  return {
    to: (vcenter) => {
      const connection = connections.to(vcenter);
      const known = readers.get(connection);
      if (known) return known;
      const made = createSharedReader(connection, vcenter, windowMs / timeScale);
      readers.set(connection, made);
      return made;
    },
  };
};
