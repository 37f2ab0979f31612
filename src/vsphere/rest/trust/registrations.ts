import { z } from 'zod';
import type { TaskRef } from '../../../ports/vsphere.js';
import type {
  BoundService,
  OfferedService,
  RegisteredService,
  ServiceKind,
} from '../../../domain/recovery/registrations.js';
import { mapLimited } from '../../connection/limiter.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { Id } from '../schemas.js';
import { listRunning, operationOf } from '../tasks.js';

const base = '/vcenter/trusted-infrastructure';
const appliedConfig = 'com.vmware.vcenter.trusted_infrastructure.trusted_clusters.services_applied_config';

const httpsPort = 443;
const Address = z.object({ hostname: z.string(), port: z.number().nullish() });
const Chain = z.object({ cert_chain: z.array(z.string()).min(1) });

/** A service as the vCenter of the Trust Authority gives it out (5.3). */
const Offered = z.object({ address: Address, group: z.string(), cluster: z.string(), trusted_CA: Chain });
const Registered = z.object({
  address: Address,
  group: z.string(),
  trust_authority_cluster: z.string(),
  trusted_CA: Chain,
});
const Summaries = z.array(z.object({ service: Id }));

/** The two paths really differ in their `action`. */
export const listOffered = async (
  rest: RestClient,
  cluster: string,
  kind: ServiceKind,
  signal?: AbortSignal,
): Promise<OfferedService[]> => {
  const hosts = await rest.call({
    method: 'POST',
    path: `${base}/trust-authority-hosts/${kind}`,
    query: { ...(kind === 'kms' ? { action: 'query' } : {}), projection: 'FULL' },
    body: { clusters: [cluster] },
    safe: true,
    schema: z.array(Offered),
    signal,
  });
  return hosts.map(({ address, group, cluster: authorityCluster, trusted_CA }) => ({
    kind,
    hostname: address.hostname,
    port: address.port ?? httpsPort,
    group,
    authorityCluster,
    trustedCa: trusted_CA.cert_chain,
  }));
};

/** Every registered service of a kind, whole. */
export const listRegistered = async (
  rest: RestClient,
  kind: ServiceKind,
  signal?: AbortSignal,
): Promise<RegisteredService[]> => {
  const path = `${base}/${kind}/services`;
  const query = { action: 'query' };
  const listed = await rest.call({ method: 'POST', path, query, safe: true, schema: Summaries, signal });
  return mapLimited(listed, async ({ service: id }) => {
    const one = await rest.call({
      method: 'GET',
      path: `${path}${pathOf`/${id}`}`,
      schema: Registered,
      signal,
    });
    return {
      id,
      kind,
      hostname: one.address.hostname,
      port: one.address.port ?? httpsPort,
      group: one.group,
      authorityCluster: one.trust_authority_cluster,
      trustedCa: one.trusted_CA.cert_chain,
    };
  });
};

const bindingPath = (cluster: string, kind: ServiceKind): string =>
  `${base}${pathOf`/trusted-clusters/${cluster}`}/${kind}/services`;

/** IDs of the services that a trusted cluster is bound to. */
export const listBound = async (
  rest: RestClient,
  cluster: string,
  kind: ServiceKind,
  signal?: AbortSignal,
): Promise<string[]> => {
  const path = bindingPath(cluster, kind);
  const query = { action: 'query' };
  const bound = await rest.call({ method: 'POST', path, query, safe: true, schema: Summaries, signal });
  return bound.map(({ service }) => service);
};

export const registerService = (
  rest: RestClient,
  { kind, hostname, port, group, authorityCluster, trustedCa }: OfferedService,
  signal?: AbortSignal,
): Promise<void> =>
  rest.send({
    method: 'POST',
    path: `${base}/${kind}/services`,
    body: {
      address: { hostname, port },
      trusted_CA: { cert_chain: trustedCa },
      group,
      trust_authority_cluster: authorityCluster,
    },
    signal,
  });

export const unregisterService = (
  rest: RestClient,
  { kind, id }: Pick<BoundService, 'kind' | 'id'>,
  signal?: AbortSignal,
): Promise<void> =>
  rest.send({ method: 'DELETE', path: `${base}/${kind}/services${pathOf`/${id}`}`, signal });

export const bindService = (
  rest: RestClient,
  { kind, id, cluster }: BoundService,
  signal?: AbortSignal,
): Promise<TaskRef> =>
  rest.startTask({
    method: 'POST',
    path: bindingPath(cluster.moid, kind),
    body: { type: 'SERVICE', service: id },
    signal,
  });

export const unbindService = (
  rest: RestClient,
  { kind, id, cluster }: BoundService,
  signal?: AbortSignal,
): Promise<TaskRef> =>
  rest.startTask({
    method: 'DELETE',
    path: `${bindingPath(cluster.moid, kind)}${pathOf`/${id}`}`,
    signal,
  });

const appliedPath = (cluster: string): string =>
  `${base}${pathOf`/trusted-clusters/${cluster}`}/services-applied-config`;

export const remediateTrustedCluster = (
  rest: RestClient,
  cluster: string,
  signal?: AbortSignal,
): Promise<TaskRef> => rest.startTask({ method: 'PATCH', path: appliedPath(cluster), signal });

export const findTrustRemediation = async (
  rest: RestClient,
  cluster: string,
  signal?: AbortSignal,
): Promise<TaskRef | undefined> => {
  const running = await listRunning(rest, appliedConfig, signal);
  return running.find(
    ({ info }) => operationOf(info) === 'update' && (!info.target || info.target.id === cluster),
  )?.ref;
};

/** Switches the vTA services on where they are off, of hosts that came into the cluster as well. */
export const enableAuthority = (rest: RestClient, cluster: string, signal?: AbortSignal): Promise<TaskRef> =>
  rest.startTask({
    method: 'PATCH',
    path: `${base}${pathOf`/trust-authority-clusters/${cluster}`}`,
    body: { state: 'ENABLE' },
    signal,
  });
