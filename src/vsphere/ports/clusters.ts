import type { VCenterRef } from '../../domain/model/estate.js';
import type { ClusterRef, EsxCluster } from '../../domain/model/inventory.js';
import { VSphereError } from '../../ports/errors.js';
import { mapLimited } from '../connection/limiter.js';
import type { Connection } from '../connection/connections.js';
import { listClusters } from '../rest/inventory.js';
import { readApplyPolicy, readEnablement } from '../rest/lifecycle/policy.js';
import { readAppliedConfig } from '../rest/trust/trusted.js';
import { readClusterInventory } from '../soap/inventory.js';
import { toEsxHost } from './host-model.js';
import { readDesired } from './lifecycle.js';
import { ifReadable } from './readable.js';

/** Clusters of the given names in the given order; each must exist exactly once. */
const findClusters = async (
  { rest }: Connection,
  vcenter: VCenterRef,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ClusterRef[]> => {
  const found = await listClusters(rest, vcenter.name, names, signal);
  const matches = names.map((name) => found.filter((cluster) => cluster.name === name));
  const wrong = names.filter((_, index) => matches[index]?.length !== 1);
  if (wrong.length === 0) return matches.flat();
  const known = (await listClusters(rest, vcenter.name, undefined, signal))
    .map(({ name }) => name)
    .toSorted();
  const quoted = wrong.map((name) => `"${name}"`).join(', ');
  throw rest.fail(`no single cluster named ${quoted}; clusters are: ${known.join(', ') || 'none'}`, {
    kind: 'not-found',
    operation: 'GET /api/vcenter/cluster',
    errorType: 'NOT_FOUND',
  });
};

/** The lifecycle side; a cluster that is not managed by an image has no desired image and no policy. */
const readLifecycle = async (
  { rest }: Connection,
  cluster: ClusterRef,
  signal: AbortSignal | undefined,
): Promise<Pick<EsxCluster, 'imageManaged' | 'desired' | 'policy'>> => {
  const imageManaged = await ifReadable(readEnablement(rest, cluster.moid, signal), ['refused', 'not-found']);
  if (imageManaged === undefined) return {};
  if (!imageManaged) return { imageManaged };
  const [desired, policy] = await Promise.all([
    readDesired(rest, cluster, signal),
    readApplyPolicy(rest, cluster.moid, signal),
  ]);
  return { imageManaged, policy, ...(desired ? { desired } : {}) };
};

/** Applied configuration of a trusted cluster. While it is being changed nobody knows: `NONE`. */
const readApplied = async (
  { rest, timeouts }: Connection,
  cluster: ClusterRef,
  signal: AbortSignal | undefined,
): Promise<Pick<EsxCluster, 'appliedConfig'>> => {
  try {
    return { appliedConfig: await readAppliedConfig(rest, cluster.moid, timeouts.readTask, signal) };
  } catch (error) {
    if (error instanceof VSphereError && error.errorType === 'RESOURCE_BUSY')
      return { appliedConfig: 'NONE' };
    throw error;
  }
};

/** Reads whole clusters: vim25 in one pass for all of them, the Automation API cluster by cluster beside it. */
export const readNamedClusters = async (
  connection: Connection,
  vcenter: VCenterRef,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<EsxCluster[]> => {
  if (names.length === 0) return [];
  const refs = await findClusters(connection, vcenter, names, signal);
  const [pass, rest] = await Promise.all([
    readClusterInventory(
      connection.soap,
      refs.map(({ moid }) => moid),
      signal,
    ),
    mapLimited(refs, async (cluster) => {
      const [lifecycle, applied] = await Promise.all([
        readLifecycle(connection, cluster, signal),
        vcenter.zone === 'trusted' ? readApplied(connection, cluster, signal) : {},
      ]);
      return { ...lifecycle, ...applied };
    }),
  ]);
  return refs.map((ref, index): EsxCluster => {
    const found = pass.clusters.find(({ moid }) => moid === ref.moid);
    const hosts = pass.hosts.filter(({ parent }) => parent === ref.moid);
    return {
      ref,
      role: vcenter.zone,
      ...(found?.settings ?? { drs: 'unknown' }),
      ...rest[index],
      hosts: hosts
        .map((host) => toEsxHost(host, ref, vcenter.zone, pass))
        .toSorted((a, b) => a.ref.name.localeCompare(b.ref.name)),
    };
  });
};
