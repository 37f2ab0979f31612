import { z } from 'zod';
import { uuidOf } from '../../../topology/ids.js';
import type { LabHost, LabVCenter } from '../../../world/model.js';
import type { LabWorld } from '../../../world/api.js';
import type { LabTaService } from '../../../world/trust-model.js';
import { notFound, restError } from '../../errors.js';
import { created, noContent, ok, route } from '../../types.js';
import type { Call, Route } from '../../types.js';
import { Address, CertChain, sameAddress, ti } from './shapes.js';

export type Kind = 'attestation' | 'kms';
export type TaService = LabTaService;

const read = 'TrustedAdmin.ReadTrustedHosts';
const write = 'TrustedAdmin.ManageTrustedHosts';

const NewService = z.strictObject({
  address: Address,
  trusted_CA: CertChain,
  group: z.string(),
  trust_authority_cluster: z.string(),
});
export const ServiceFilter = z
  .strictObject({
    services: z.array(z.string()).optional(),
    address: z.array(Address).optional(),
    group: z.array(z.string()).optional(),
    trust_authority_cluster: z.array(z.string()).optional(),
  })
  .optional();
type Filter = z.output<typeof ServiceFilter>;

export const addressOf = ({ hostname, port }: TaService) => ({ hostname, port });

export const serviceInfo = (service: TaService) => ({
  address: addressOf(service),
  trusted_CA: { cert_chain: service.trustedCa },
  group: service.group,
  trust_authority_cluster: service.taCluster,
});

/** Summaries of the services that pass a query's filter. */
export function querySummaries(services: readonly TaService[], filter: Filter) {
  return services
    .filter(
      (service) =>
        (filter?.services?.includes(service.id) ?? true) &&
        (filter?.group?.includes(service.group) ?? true) &&
        (filter?.trust_authority_cluster?.includes(service.taCluster) ?? true) &&
        (filter?.address?.some((address) => sameAddress(address, service)) ?? true),
    )
    .map((service) => ({
      service: service.id,
      address: addressOf(service),
      group: service.group,
      trust_authority_cluster: service.taCluster,
    }));
}

export const servicesOf = (vcenter: LabVCenter, kind: Kind): TaService[] =>
  [...vcenter.taServices.values()].filter((service) => service.kind === kind);

export function serviceOf({ vcenter, variable }: Call, kind: Kind): TaService {
  const service = vcenter.taServices.get(variable('service'));
  if (service === undefined || service.kind !== kind) throw notFound(`${kind} service`, variable('service'));
  return service;
}

/** Journal entry about a service of a vCenter, or of a cluster that is bound to it. */
export function noteService(
  { world, vcenter, session }: Pick<Call, 'world' | 'vcenter' | 'session'>,
  { name }: { readonly name: string },
  { kind, hostname }: TaService,
  change: 'registered' | 'unregistered' | 'bound' | 'unbound',
): void {
  world.journal.append({
    vcenter: vcenter.name,
    login: session.user.name,
    effect: 'trust.service',
    subject: name,
    detail: { service: kind, host: hostname, change },
  });
}

function register(call: Call<z.output<typeof NewService>>, kind: Kind): string {
  const { world, vcenter, body } = call;
  if (servicesOf(vcenter, kind).some((service) => sameAddress(service, body.address)))
    throw restError('ALREADY_EXISTS', `A ${kind} service at ${body.address.hostname} is registered already.`);
  const { hostname, port = 443 } = body.address;
  const service: TaService = {
    id: uuidOf(kind, vcenter.name, hostname, String(port), body.group),
    kind,
    hostname,
    port,
    group: body.group,
    taCluster: body.trust_authority_cluster,
    trustedCa: body.trusted_CA.cert_chain,
    taHostMoid: authorityHostAt(world, { hostname })?.moid ?? '',
  };
  vcenter.taServices.set(service.id, service);
  noteService(call, vcenter, service, 'registered');
  return service.id;
}

/** The Trust Authority host behind an address; none when no such host of the estate has that name. */
export function authorityHostAt(
  { vcenters }: LabWorld,
  { hostname }: Pick<TaService, 'hostname'>,
): LabHost | undefined {
  const hosts = [...vcenters.values()].flatMap((vcenter) => [...vcenter.hosts.values()]);
  return hosts.find((host) => host.cluster.kind === 'authority' && host.name === hostname);
}

const routesOf = (kind: Kind): Route[] => [
  route({
    method: 'POST',
    path: `${ti}/${kind}/services`,
    privilege: write,
    body: NewService,
    answer: (call) => created(register(call, kind)),
  }),
  route({
    method: 'POST',
    path: `${ti}/${kind}/services`,
    action: 'query',
    privilege: read,
    body: ServiceFilter,
    answer: ({ vcenter, body }) => ok(querySummaries(servicesOf(vcenter, kind), body)),
  }),
  route({
    method: 'GET',
    path: `${ti}/${kind}/services/{service}`,
    privilege: read,
    answer: (call) => ok(serviceInfo(serviceOf(call, kind))),
  }),
  route({
    method: 'DELETE',
    path: `${ti}/${kind}/services/{service}`,
    privilege: write,
    answer(call) {
      const service = serviceOf(call, kind);
      const { id } = service;
      const user = [...call.vcenter.clusters.values()].find(({ trust }) => trust?.desired.has(id));
      if (user !== undefined)
        throw restError('RESOURCE_BUSY', `The service is used by cluster '${user.moid}'.`);
      call.vcenter.taServices.delete(id);
      noteService(call, call.vcenter, service, 'unregistered');
      return noContent();
    },
  }),
];

/** Section 5.8: services of the Trust Authority as the workload vCenter knows them. */
export const serviceRoutes = [...routesOf('attestation'), ...routesOf('kms')];
