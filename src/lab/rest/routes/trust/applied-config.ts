import { z } from 'zod';
import type { LabWorld } from '../../../world/api.js';
import type { LabCluster } from '../../../world/model.js';
import { VCENTER_DIFFERENCES } from '../../../world/releases.js';
import { changingTask, readingTask } from '../../as-task.js';
import { invalidArgument, notFound, restError } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { route } from '../../types.js';
import type { Call, Route } from '../../types.js';
import { message } from '../../wire-values.js';
import { addressOf, authorityHostAt, servicesOf } from './services.js';
import type { Kind, TaService } from './services.js';
import { Address, sameAddress, ti, tiService } from './shapes.js';
import { trustOf } from './trusted-clusters.js';

const read = 'TrustedAdmin.ReadTrustedHosts';
const write = 'TrustedAdmin.ManageTrustedHosts';
const path = `${ti}/trusted-clusters/{cluster}/services-applied-config`;
const { since } = VCENTER_DIFFERENCES.appliedConfig;
const kinds: readonly Kind[] = ['attestation', 'kms'];

/** One service of a cluster, as wanted or as found on its hosts. */
interface Applied {
  readonly service: TaService;
  readonly health: 'OK' | 'ERROR';
  /** Which side lacks it, or that they differ; the message IDs are those of vta-operations.md 2.3. */
  readonly reason?: 'not_found_in_host' | 'not_found_in_desired_state' | 'certificate_mismatch';
}

function refuseWhileChanging(cluster: LabCluster): void {
  if (cluster.trust?.busy) throw restError('RESOURCE_BUSY', 'A change of the configuration is running.');
}

function appliedOf(world: LabWorld, cluster: LabCluster, kind: Kind): Applied[] {
  const desired = cluster.trust?.desired ?? new Set<string>();
  const applied = cluster.trust?.applied ?? new Map<string, readonly string[]>();
  return servicesOf(cluster.vcenter, kind).flatMap((service): Applied[] => {
    const isDesired = desired.has(service.id);
    const isApplied = applied.has(service.id);
    if (isDesired && isApplied) {
      // What is registered, what the hosts run, and what the service shows have to be one and the same.
      const shown = authorityHostAt(world, service)?.trustedCa ?? service.trustedCa;
      const isSame = [service.trustedCa, applied.get(service.id)].every((ca) => ca?.join() === shown.join());
      return isSame
        ? [{ service, health: 'OK' }]
        : [{ service, health: 'ERROR', reason: 'certificate_mismatch' }];
    }
    if (isDesired) return [{ service, health: 'ERROR', reason: 'not_found_in_host' }];
    return isApplied ? [{ service, health: 'ERROR', reason: 'not_found_in_desired_state' }] : [];
  });
}

const detailsOf = (items: readonly Applied[]): unknown[] =>
  items.flatMap(({ reason, service }) =>
    reason === undefined
      ? []
      : [message(`${tiService}.trusted_clusters.applied_cfg.${reason}`, `${service.hostname}: ${reason}`)],
  );

/** NONE when there is nothing to compare: no service wanted and none found. */
function healthOf(items: readonly Applied[]): 'NONE' | 'OK' | 'ERROR' {
  if (items.length === 0) return 'NONE';
  return items.every(({ health }) => health === 'OK') ? 'OK' : 'ERROR';
}

/** Applied configuration that matches no known service is shown without its ID. */
const summary = ({ service, health, reason }: Applied) => ({
  health,
  address: addressOf(service),
  ...(reason === 'not_found_in_desired_state' ? {} : { service: service.id }),
});

function change(cluster: LabCluster, kind: Kind, wanted: (id: string) => boolean): void {
  refuseWhileChanging(cluster);
  const trust = trustOf(cluster);
  for (const { id, trustedCa } of servicesOf(cluster.vcenter, kind))
    if (wanted(id)) trust.applied.set(id, trustedCa);
    else trust.applied.delete(id);
}

/** Remediation of one kind of service: what hosts run becomes what is wanted. */
function remediate({ world, session }: Call, cluster: LabCluster, kind: Kind): void {
  change(cluster, kind, (id) => trustOf(cluster).desired.has(id));
  world.journal.append({
    vcenter: cluster.vcenter.name,
    login: session.user.name,
    effect: 'trust.remediated',
    subject: cluster.name,
    detail: { kind },
  });
}

function detail({ query, world }: Call, cluster: LabCluster, kind: Kind) {
  const hostname = query.one('hostname');
  if (hostname === undefined) throw invalidArgument("Query parameter 'hostname' is needed.");
  const port = Number(query.one('port') ?? 443);
  const found = appliedOf(world, cluster, kind).find(({ service }) =>
    sameAddress(service, { hostname, port }),
  );
  if (found === undefined) throw notFound(`${kind} service at`, `${hostname}:${port}`);
  return {
    ...summary(found),
    groups: [found.service.group],
    // Spelt like this on the wire.
    trustedc_as: [{ cert_chain: found.service.trustedCa }],
    details: detailsOf([found]),
  };
}

const wholeService = `${tiService}.trusted_clusters.services_applied_config`;
const nothingToDo = changingTask(wholeService, 'update', () => undefined);

const wholeRoutes = [
  route({
    method: 'GET',
    path,
    since,
    privilege: read,
    task: readingTask(wholeService, 'get', ({ world }, cluster) => {
      refuseWhileChanging(cluster);
      const items = kinds.flatMap((kind) => appliedOf(world, cluster, kind));
      return { health: healthOf(items), details: detailsOf(items) };
    }),
  }),
  route({
    method: 'PATCH',
    path,
    since,
    privilege: write,
    // On a cluster that was never trusted there is nothing to remove, which is a success too.
    task: (call) =>
      clusterOf(call).trust === undefined
        ? nothingToDo(call)
        : call.world.remediateTrust(clusterOf(call), call.session),
  }),
  route({
    method: 'DELETE',
    path,
    since,
    privilege: write,
    task: changingTask(
      `${tiService}.trusted_clusters.services_applied_config`,
      'delete',
      (_call, cluster) => {
        for (const kind of kinds) change(cluster, kind, () => false);
      },
    ),
  }),
];

const routesOf = (kind: Kind): Route[] => {
  const base = `${ti}/trusted-clusters/{cluster}/${kind}/services-applied-config`;
  const service = `${tiService}.trusted_clusters.${kind}.services_applied_config`;
  return [
    route({
      method: 'POST',
      path: base,
      action: 'query',
      since,
      privilege: read,
      body: z
        .strictObject({ health: z.array(z.string()).optional(), address: z.array(Address).optional() })
        .optional(),
      task: readingTask(service, 'list', ({ body, world }, cluster) => {
        refuseWhileChanging(cluster);
        return appliedOf(world, cluster, kind)
          .filter(
            ({ health, service: { hostname, port } }) =>
              (body?.health?.includes(health) ?? true) &&
              (body?.address?.some((address) => sameAddress(address, { hostname, port })) ?? true),
          )
          .map(summary);
      }),
    }),
    route({
      method: 'GET',
      path: base,
      since,
      query: ['hostname', 'port'],
      privilege: read,
      task: readingTask(service, 'get', (call, cluster) => {
        if (kind === 'kms') refuseWhileChanging(cluster);
        return detail(call, cluster, kind);
      }),
    }),
    route({
      method: 'PATCH',
      path: base,
      since,
      privilege: write,
      task: changingTask(service, 'update', (call, cluster) => remediate(call, cluster, kind)),
    }),
    route({
      method: 'DELETE',
      path: base,
      since,
      privilege: write,
      task: changingTask(service, 'delete', (_call, cluster) => change(cluster, kind, () => false)),
    }),
  ];
};

/** Section 5.9: what the hosts of a cluster run, against what was bound to it. */
export const appliedConfigRoutes = [...wholeRoutes, ...kinds.flatMap(routesOf)];
