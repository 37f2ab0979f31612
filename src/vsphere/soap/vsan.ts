import { z } from 'zod';
import type { VsanReading } from '../../domain/model/readiness.js';
import { VSphereError } from '../../ports/errors.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import { mapLimited } from '../connection/limiter.js';
import type { SoapClient } from './client.js';
import { readObjects, type ObjectContent } from './property-collector.js';
import { booleanAt, child, childrenOf, refOf, refsOf, textAt, type MoRef } from './xml-node.js';

type Signal = AbortSignal | undefined;

/** Objects that are resynchronized, by UUID; their tree of components says how much is left. */
const Syncing = z.object({ dom_objects: z.record(z.string(), z.unknown()) });

/** Bytes that components anywhere below still lack. */
const bytesLeft = (node: unknown): number => {
  if (typeof node !== 'object' || node === null) return 0;
  return Object.entries(node).reduce(
    (sum, [key, value]) =>
      sum + (key === 'bytesToSync' && typeof value === 'number' ? value : bytesLeft(value)),
    0,
  );
};

const readSyncing = (text: string): NonNullable<VsanReading['resync']> => {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new AnswerRefused('QuerySyncingVsanObjects: the answer is no JSON');
  }
  const { success, data } = Syncing.safeParse(answer);
  if (!success) throw new AnswerRefused('QuerySyncingVsanObjects: the answer names no objects');
  return { objects: Object.keys(data.dom_objects).length, bytes: bytesLeft(data.dom_objects) };
};

/** What the server does not tell is unknown. */
const orUnknown = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof VSphereError) return undefined;
    throw error;
  }
};

const statusOf = (soap: SoapClient, self: MoRef, signal: Signal) =>
  orUnknown(() =>
    soap.use({ safe: true, signal }, (session) =>
      session.invoke({ self, method: 'QueryHostStatus' }, (response) => {
        const status = child(response, 'returnval');
        return {
          health: textAt(status, 'health') ?? 'unknown',
          members: childrenOf(status, 'memberUuid').length,
        };
      }),
    ),
  );

const syncingOf = (soap: SoapClient, self: MoRef, signal: Signal) =>
  orUnknown(() =>
    soap.use({ safe: true, signal }, (session) =>
      session.invoke({ self, method: 'QuerySyncingVsanObjects' }, (response) =>
        readSyncing(child(response, 'returnval')?.text ?? ''),
      ),
    ),
  );

/** The first answer there is: every host of a cluster knows the same. */
async function firstOf<A, B>(
  items: readonly A[],
  ask: (item: A) => Promise<B | undefined>,
): Promise<B | undefined> {
  for (const item of items) {
    const answer = await ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

async function ofCluster(
  soap: SoapClient,
  cluster: ObjectContent,
  hosts: readonly ObjectContent[],
  signal: Signal,
): Promise<VsanReading> {
  const own = refsOf(cluster.properties.get('host')).map(({ value }) => value);
  const connected = hosts.filter(
    ({ ref, properties }) =>
      own.includes(ref.value) && properties.get('runtime.connectionState')?.text === 'connected',
  );
  const managersOf = (path: string): MoRef[] =>
    connected.flatMap(({ properties }) => refOf(properties.get(path)) ?? []);
  const nodes = await mapLimited(connected, async ({ ref, properties }) => {
    const system = refOf(properties.get('configManager.vsanSystem'));
    const status = system && (await statusOf(soap, system, signal));
    return { moid: ref.value, health: status?.health ?? 'unknown', members: status?.members ?? 0 };
  });
  const resync = await firstOf(managersOf('configManager.vsanInternalSystem'), (system) =>
    syncingOf(soap, system, signal),
  );
  return { cluster: cluster.ref.value, nodes, ...(resync === undefined ? {} : { resync }) };
}

/**
 * Health and resynchronization of the vSAN of clusters that use it, as far as vim25 tells: the verdicts of vSAN's health
 * service are on an interface of its own, which is not read.
 */
export const readVsan = async (
  soap: SoapClient,
  clusters: readonly string[],
  signal: Signal,
): Promise<readonly VsanReading[]> => {
  const query = {
    objects: clusters.map((value) => ({ type: 'ClusterComputeResource', value })),
    select: [{ type: 'ClusterComputeResource', path: 'host' }],
    properties: {
      ClusterComputeResource: ['host', 'configurationEx'],
      HostSystem: ['runtime.connectionState', 'configManager.vsanSystem', 'configManager.vsanInternalSystem'],
    },
  };
  const objects = await readObjects(soap, query, (found) => found, signal);
  const using = objects.filter(
    ({ ref, properties }) =>
      ref.type === 'ClusterComputeResource' &&
      booleanAt(properties.get('configurationEx'), 'vsanConfigInfo.enabled') === true,
  );
  const hosts = objects.filter(({ ref }) => ref.type === 'HostSystem');
  return mapLimited(using, (cluster) => ofCluster(soap, cluster, hosts, signal));
};
