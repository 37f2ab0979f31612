import { z } from 'zod';
import type { LabCluster } from '../../../world/model.js';
import { changingTask } from '../../as-task.js';
import { invalidArgument, notFound, restError } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { ok, route } from '../../types.js';
import type { Call, Route } from '../../types.js';
import { noteService, querySummaries, ServiceFilter, serviceInfo, servicesOf } from './services.js';
import type { Kind, TaService } from './services.js';
import { ti, tiService } from './shapes.js';

const read = 'TrustedAdmin.ReadTrustedHosts';
const write = 'TrustedAdmin.ManageTrustedHosts';
const Binding = z.strictObject({
  type: z.enum(['SERVICE', 'CLUSTER']),
  service: z.string().optional(),
  trust_authority_cluster: z.string().optional(),
});

/** Desired and applied services of a cluster; a plain cluster gets its first record here. */
export function trustOf(cluster: LabCluster): NonNullable<LabCluster['trust']> {
  cluster.trust ??= { desired: new Set(), applied: new Map(), busy: false };
  return cluster.trust;
}

const boundTo = (cluster: LabCluster, kind: Kind): TaService[] =>
  servicesOf(cluster.vcenter, kind).filter(({ id }) => cluster.trust?.desired.has(id) ?? false);

function boundService(call: Call, cluster: LabCluster, kind: Kind): TaService {
  const id = call.variable('service');
  const found = boundTo(cluster, kind).find((service) => service.id === id);
  if (found === undefined) throw notFound(`${kind} service of this cluster`, id);
  return found;
}

/** The services that a binding names: one, or all of a Trust Authority Cluster. */
function named({ vcenter, body }: Call<z.output<typeof Binding>>, kind: Kind): TaService[] {
  const all = servicesOf(vcenter, kind);
  if (body.type === 'SERVICE') {
    if (body.service === undefined) throw invalidArgument("Field 'service' is needed with type SERVICE.");
    const found = all.find(({ id }) => id === body.service);
    if (found === undefined) throw notFound(`${kind} service`, body.service);
    return [found];
  }
  const taCluster = body.trust_authority_cluster;
  if (taCluster === undefined)
    throw invalidArgument("Field 'trust_authority_cluster' is needed with type CLUSTER.");
  const found = all.filter((service) => service.taCluster === taCluster);
  if (found.length === 0) throw notFound('Trust Authority Cluster', taCluster);
  return found;
}

function bind(call: Call<z.output<typeof Binding>>, cluster: LabCluster, kind: Kind): string | undefined {
  if (!call.vcenter.licensed)
    throw restError('UNABLE_TO_ALLOCATE_RESOURCE', 'The vSphere Trust Authority licence is missing.', {
      messageId: 'com.vmware.vcenter.trusted_infrastructure.no_license',
    });
  if (cluster.kind === 'authority')
    throw invalidArgument(`Cluster '${cluster.moid}' is a Trust Authority Cluster.`);
  const services = named(call, kind);
  const trust = trustOf(cluster);
  const fresh = services.filter(({ id }) => !trust.desired.has(id));
  if (fresh.length === 0) throw restError('ALREADY_EXISTS', 'The cluster uses this service already.');
  for (const service of fresh) {
    trust.desired.add(service.id);
    trust.applied.set(service.id, service.trustedCa);
    noteService(call, cluster, service, 'bound');
  }
  call.world.trustBound(cluster, call.session, kind);
  return fresh[0]?.id;
}

const routesOf = (kind: Kind): Route[] => {
  const base = `${ti}/trusted-clusters/{cluster}/${kind}/services`;
  const service = `${tiService}.trusted_clusters.${kind}.services`;
  return [
    route({
      method: 'POST',
      path: base,
      privilege: write,
      body: Binding,
      task: changingTask(service, 'create', (call, cluster) => bind(call, cluster, kind)),
    }),
    route({
      method: 'POST',
      path: base,
      action: 'query',
      privilege: read,
      body: ServiceFilter,
      answer: (call) => ok(querySummaries(boundTo(clusterOf(call), kind), call.body)),
    }),
    route({
      method: 'GET',
      path: `${base}/{service}`,
      privilege: read,
      answer: (call) => ok(serviceInfo(boundService(call, clusterOf(call), kind))),
    }),
    route({
      method: 'DELETE',
      path: `${base}/{service}`,
      privilege: write,
      task: changingTask(service, 'delete', (call, cluster) => {
        const service = boundService(call, cluster, kind);
        cluster.trust?.desired.delete(service.id);
        cluster.trust?.applied.delete(service.id);
        noteService(call, cluster, service, 'unbound');
      }),
    }),
  ];
};

/** Section 5.8, the binding: a cluster is "trusted" when one of these lists is not empty. */
export const trustedClusterRoutes = [...routesOf('attestation'), ...routesOf('kms')];
