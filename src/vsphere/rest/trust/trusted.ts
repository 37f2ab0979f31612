import { z } from 'zod';
import type { TaskRef } from '../../../ports/vsphere.js';
import type { RegisteredService } from '../../../domain/archive/trusted-configuration.js';
import { mapLimited } from '../../connection/limiter.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { runReadTask } from '../tasks.js';
import { RegisteredServiceInfo, ServiceIds } from './configuration-schemas.js';
import { AppliedConfig, Principal, ServiceSummary } from './schemas.js';

type ServiceKind = 'attestation' | 'kms';

const base = '/vcenter/trusted-infrastructure';

export const readPrincipal = (rest: RestClient, signal?: AbortSignal) =>
  rest.call({ method: 'GET', path: `${base}/principal`, schema: Principal, signal });

/** Registered services, `host:port`, in no order. */
export const listServices = async (
  rest: RestClient,
  kind: ServiceKind,
  signal?: AbortSignal,
): Promise<string[]> => {
  const services = await rest.call({
    method: 'POST',
    path: `${base}/${kind}/services`,
    query: { action: 'query' },
    safe: true,
    schema: z.array(ServiceSummary),
    signal,
  });
  return services.map(({ address }) => address);
};

/** Services that a vCenter has registered, or bound to one of its clusters, by ID. */
const serviceIds = (
  rest: RestClient,
  path: string,
  kind: ServiceKind,
  signal?: AbortSignal,
): Promise<string[]> =>
  rest.call({
    method: 'POST',
    path: `${path}/${kind}/services`,
    query: { action: 'query' },
    safe: true,
    schema: ServiceIds,
    signal,
  });

/** IDs of the services bound to a trusted cluster. */
export const listBoundServices = (
  rest: RestClient,
  cluster: string,
  kind: ServiceKind,
  signal?: AbortSignal,
): Promise<string[]> => serviceIds(rest, `${base}${pathOf`/trusted-clusters/${cluster}`}`, kind, signal);

/** Registered services, whole, for the archive. */
export const readServices = async (
  rest: RestClient,
  kind: ServiceKind,
  signal?: AbortSignal,
): Promise<RegisteredService[]> =>
  mapLimited(await serviceIds(rest, base, kind, signal), async (id) => {
    const path = `${base}/${kind}${pathOf`/services/${id}`}`;
    return { id, ...(await rest.call({ method: 'GET', path, schema: RegisteredServiceInfo, signal })) };
  });

/** Applied against desired vTA configuration of a trusted cluster; an unknown word counts as unknown (DG-14). */
export const readAppliedConfig = async (
  rest: RestClient,
  cluster: string,
  limitMs: number,
  signal?: AbortSignal,
): Promise<'NONE' | 'OK' | 'ERROR'> => {
  const path = pathOf`/vcenter/trusted-infrastructure/trusted-clusters/${cluster}/services-applied-config`;
  const { health } = await runReadTask(rest, { method: 'GET', path, schema: AppliedConfig, signal }, limitMs);
  return health === 'OK' || health === 'ERROR' ? health : 'NONE';
};

/** Binds every service of one kind of a Trust Authority Cluster to a cluster: so it becomes a trusted one (5.8). */
export const startBinding = (
  rest: RestClient,
  cluster: string,
  { kind, authorityCluster }: { readonly kind: ServiceKind; readonly authorityCluster: string },
  signal?: AbortSignal,
): Promise<TaskRef> =>
  rest.startTask({
    method: 'POST',
    path: `${base}${pathOf`/trusted-clusters/${cluster}`}/${kind}/services`,
    body: { type: 'CLUSTER', trust_authority_cluster: authorityCluster },
    signal,
  });
