import { z } from 'zod';
import type { ClusterRef } from '../../domain/model/inventory.js';
import type { RestClient } from './client.js';
import { Id } from './schemas.js';

const ClusterSummary = z.object({ cluster: Id, name: z.string().min(1) });

/** Clusters of one vCenter, all or those of the given names. At most 1,000 match. */
export const listClusters = async (
  rest: RestClient,
  vcenter: string,
  names?: readonly string[],
  signal?: AbortSignal,
): Promise<ClusterRef[]> => {
  const clusters = await rest.call({
    method: 'GET',
    path: '/vcenter/cluster',
    ...(names ? { query: { names } } : {}),
    schema: z.array(ClusterSummary),
    signal,
  });
  return clusters.map(({ cluster, name }) => ({ vcenter, moid: cluster, name }));
};
