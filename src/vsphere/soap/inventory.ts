import { VSphereError } from '../../ports/errors.js';
import type { SoapClient, SoapSession } from './client.js';
import { mapLimited } from '../connection/limiter.js';
import { currentTime, hostRef, mostEvents, queryBootEvents } from './methods.js';
import { retrieve, type ObjectContent } from './property-collector.js';
import { beforeBootMs, type BootEvent } from './readers/boot-events.js';
import { clusterProperties, readCluster, type ClusterFacts } from './readers/cluster.js';
import { hostProperties, readHost, type HostFacts } from './readers/host.js';
import { readVm, vmProperties, type VmFacts } from './readers/vm.js';
import type { MoRef } from './xml-node.js';

/** Clusters, hosts and VMs of one pass, with the events about the hosts' boots. */
export interface InventoryPass {
  readonly clusters: readonly ClusterFacts[];
  readonly hosts: readonly HostFacts[];
  readonly vms: readonly VmFacts[];
  /** By moid of the host. Absent = the events could not be read. */
  readonly bootEvents: ReadonlyMap<string, readonly BootEvent[]>;
}

const properties = {
  ClusterComputeResource: clusterProperties,
  HostSystem: hostProperties,
  VirtualMachine: vmProperties,
};

const ofType = (objects: readonly ObjectContent[], type: string): ObjectContent[] =>
  objects.filter(({ ref }) => ref.type === type);

/** Events of one object; `undefined` when the login may not read them, which leaves boots unexplained. */
const eventsIfReadable = async (
  session: SoapSession,
  entity: MoRef,
  recursion: 'self' | 'all',
  bootTimes: readonly string[],
): Promise<BootEvent[] | undefined> => {
  const oldest = bootTimes.toSorted()[0];
  if (oldest === undefined) return [];
  const since = new Date(Date.parse(oldest) - beforeBootMs).toISOString();
  try {
    return await queryBootEvents(session, entity, recursion, since);
  } catch (error) {
    if (error instanceof VSphereError && error.kind !== 'passing') return undefined;
    throw error;
  }
};

const clusterRef = (moid: string): MoRef => ({ type: 'ClusterComputeResource', value: moid });

/** Boot events of one host by its moid; nothing when they cannot be read. */
const ownBootEvents = async (
  session: SoapSession,
  { moid, facts: { bootTime } }: HostFacts,
): Promise<[string, readonly BootEvent[]][]> => {
  const events = await eventsIfReadable(session, hostRef(moid), 'self', bootTime ? [bootTime] : []);
  return events ? [[moid, events]] : [];
};

/** Boot events of a cluster's hosts in one call, or host by host when the answer is cut off. */
const readClusterBootEvents = async (
  session: SoapSession,
  cluster: MoRef,
  hosts: readonly HostFacts[],
): Promise<[string, readonly BootEvent[]][]> => {
  const times = hosts.flatMap(({ facts }) => facts.bootTime ?? []);
  const all = await eventsIfReadable(session, cluster, 'all', times);
  if (all === undefined) return [];
  if (all.length < mostEvents) {
    return hosts.map(({ moid }) => [moid, all.filter(({ host }) => host === moid)]);
  }
  const each = await mapLimited(hosts, (host) => ownBootEvents(session, host));
  return each.flat();
};

/**
 * A cluster or host that is left out of an answer is not "no such thing": a roll would end without it. Hosts that are
 * missing are asked for once more, by name; one that is not there at all is a reference that outlived it. The rest
 * may have moved in this very moment, so that another look helps.
 */
const checkComplete = async (
  session: SoapSession,
  moids: readonly string[],
  { clusters, hosts }: Pick<InventoryPass, 'clusters' | 'hosts'>,
  fail: SoapClient['fail'],
): Promise<void> => {
  const absent = moids.filter((moid) => !clusters.some((cluster) => cluster.moid === moid));
  const left = clusters.flatMap((cluster) =>
    cluster.hosts.filter((moid) => !hosts.some((host) => host.moid === moid && host.parent === cluster.moid)),
  );
  const query = { objects: left.map(hostRef), properties: { HostSystem: ['parent'] } };
  const there = left.length === 0 ? [] : await retrieve(session, query, fail);
  const missing = [...absent, ...there.map(({ ref }) => ref.value)].join(', ');
  if (missing === '') return;
  const operation = 'PropertyCollector.RetrievePropertiesEx';
  throw fail(`${operation}: the answer is incomplete, without ${missing}`, { kind: 'passing', operation });
};

/** Reads clusters with their hosts and VMs: one property-collector query, and one event query per cluster. */
export const readClusterInventory = (
  soap: SoapClient,
  moids: readonly string[],
  signal?: AbortSignal,
): Promise<InventoryPass> =>
  soap.use({ safe: true, signal }, async (session) => {
    const refs = moids.map(clusterRef);
    const toVms = { type: 'HostSystem', path: 'vm' };
    const [now, objects] = await Promise.all([
      currentTime(session),
      retrieve(
        session,
        {
          objects: refs,
          select: [{ type: 'ClusterComputeResource', path: 'host', next: [toVms] }],
          properties,
        },
        soap.fail,
      ),
    ]);
    const hosts = ofType(objects, 'HostSystem').map((object) => readHost(object, now));
    const clusters = ofType(objects, 'ClusterComputeResource').map(readCluster);
    await checkComplete(session, moids, { clusters, hosts }, soap.fail);
    const events = await mapLimited(refs, (cluster) =>
      readClusterBootEvents(
        session,
        cluster,
        hosts.filter(({ parent }) => parent === cluster.value),
      ),
    );
    return {
      clusters,
      hosts,
      vms: ofType(objects, 'VirtualMachine').map(readVm),
      bootEvents: new Map(events.flat()),
    };
  });

/** Boot events of hosts: cluster by cluster where several of one are asked for, host by host where that tells nothing. */
const readHostsBootEvents = async (
  session: SoapSession,
  clusters: readonly ClusterFacts[],
  hosts: readonly HostFacts[],
): Promise<Map<string, readonly BootEvent[]>> => {
  const shared = await mapLimited(clusters, ({ moid }) => {
    const own = hosts.filter(({ parent }) => parent === moid);
    return own.length > 1 ? readClusterBootEvents(session, clusterRef(moid), own) : Promise.resolve([]);
  });
  const found = new Map(shared.flat());
  const left = hosts.filter(({ moid }) => !found.has(moid));
  const each = await mapLimited(left, (host) => ownBootEvents(session, host));
  return new Map([...found, ...each.flat()]);
};

/** Reads hosts with their clusters, VMs and boot events in one pass. Hosts that do not exist are left out. */
export const readHostInventory = (
  soap: SoapClient,
  moids: readonly string[],
  signal?: AbortSignal,
): Promise<InventoryPass> =>
  soap.use({ safe: true, signal }, async (session) => {
    const select = [
      { type: 'HostSystem', path: 'parent' },
      { type: 'HostSystem', path: 'vm' },
    ];
    const [now, objects] = await Promise.all([
      currentTime(session),
      retrieve(session, { objects: moids.map(hostRef), select, properties }, soap.fail),
    ]);
    const hosts = ofType(objects, 'HostSystem').map((object) => readHost(object, now));
    const clusters = ofType(objects, 'ClusterComputeResource').map(readCluster);
    return {
      clusters,
      hosts,
      vms: ofType(objects, 'VirtualMachine').map(readVm),
      bootEvents: await readHostsBootEvents(session, clusters, hosts),
    };
  });

/** Boot events of one host since a bit before `bootTime`; `undefined` when they cannot be read. */
export const readHostBootEvents = (
  soap: SoapClient,
  moid: string,
  bootTime: string,
  signal?: AbortSignal,
): Promise<BootEvent[] | undefined> =>
  soap.use({ safe: true, signal }, (session) => eventsIfReadable(session, hostRef(moid), 'self', [bootTime]));

/** Hosts by themselves, attestation by the server's clock. Hosts that do not exist are left out. */
export const readHostFacts = (
  soap: SoapClient,
  moids: readonly string[],
  signal?: AbortSignal,
): Promise<HostFacts[]> =>
  soap.use({ safe: true, signal }, async (session) => {
    const query = { objects: moids.map(hostRef), properties: { HostSystem: hostProperties } };
    const [now, objects] = await Promise.all([currentTime(session), retrieve(session, query, soap.fail)]);
    return objects.map((object) => readHost(object, now));
  });
