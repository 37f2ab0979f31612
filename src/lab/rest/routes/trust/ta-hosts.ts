import { z } from 'zod';
import { uuidOf } from '../../../topology/ids.js';
import type { LabWorld } from '../../../world/api.js';
import type { LabVCenter } from '../../../world/model.js';
import { invalidArgument, notFound, restError } from '../../errors.js';
import { ok, route } from '../../types.js';
import type { Call, Route } from '../../types.js';
import { Address, sameAddress, ti } from './shapes.js';
import { taHostsOf } from './ta-config.js';
import type { TaHost } from './ta-config.js';

type Kind = 'attestation' | 'kms';

const base = `${ti}/trust-authority-hosts`;
const read = 'TrustedAdmin.ReadTrustedHosts';
const Filter = z
  .strictObject({
    hosts: z.array(z.string()).optional(),
    clusters: z.array(z.string()).optional(),
    address: z.array(Address).optional(),
    groups: z.array(z.string()).optional(),
  })
  .optional();

const taHosts = (vcenter: LabVCenter): TaHost[] => [...vcenter.clusters.values()].flatMap(taHostsOf);

/** Connection data as it was registered on the trusted side; made up from the host's own when nobody has. */
function connection(world: LabWorld, host: TaHost, kind: Kind) {
  const services = [...world.vcenters.values()]
    .flatMap((vcenter) => [...vcenter.taServices.values()])
    .filter((service) => service.kind === kind);
  const own = services.find(({ hostname }) => hostname === host.name);
  // Group and cluster are those of its neighbours while it is registered nowhere.
  const neighbours = new Set(taHostsOf(host.cluster).map(({ name }) => name));
  const known = own ?? services.find(({ hostname }) => neighbours.has(hostname));
  return {
    host: host.moid,
    address: { hostname: host.name, port: own?.port ?? 443 },
    group: known?.group ?? uuidOf('service-group', host.cluster.name),
    // An identifier of its own, not the cluster's moid.
    cluster: known?.taCluster ?? uuidOf('ta-cluster', host.vcenter.name, host.cluster.name),
    trusted_CA: { cert_chain: host.trustedCa },
  };
}

type Connection = ReturnType<typeof connection>;

function project({ host, address, group, cluster, trusted_CA }: Connection, projection: string) {
  const brief = { summary_type: projection, host, address };
  if (projection === 'BRIEF') return brief;
  return { ...brief, group, cluster, ...(projection === 'FULL' ? { trusted_CA } : {}) };
}

function query({ world, vcenter, query: parameters, body }: Call<z.output<typeof Filter>>, kind: Kind) {
  const projection = parameters.one('projection') ?? 'NORMAL';
  if (!['FULL', 'NORMAL', 'BRIEF'].includes(projection))
    throw invalidArgument(`Query parameter 'projection' must be FULL, NORMAL or BRIEF.`);
  return asked(world, vcenter)
    .map((host) => ({ moid: host.cluster.moid, data: connection(world, host, kind) }))
    .filter(
      ({ moid, data }) =>
        (body?.hosts?.includes(data.host) ?? true) &&
        (body?.clusters?.some((id) => id === moid || id === data.cluster) ?? true) &&
        (body?.groups?.includes(data.group) ?? true) &&
        (body?.address?.some((address) => sameAddress(address, data.address)) ?? true),
    )
    .map(({ data }) => project(data, projection));
}

/** The hosts that a query covers; what becomes of one that is away is not documented (vsphere-rest 5.3). */
function asked({ assumptions }: LabWorld, vcenter: LabVCenter): TaHost[] {
  const all = taHosts(vcenter);
  const away = all.find(({ connection }) => connection !== 'connected');
  switch (assumptions.absentHostInQueries) {
    case 'listed':
      return all;
    case 'left-out':
      return all.filter(({ connection }) => connection === 'connected');
    case 'fails':
      // The only error that the interface declares for the query and that fits.
      if (away !== undefined) throw unreachable('ERROR', away.moid);
      return all;
  }
}

const unreachable = (type: 'ERROR' | 'RESOURCE_INACCESSIBLE', moid: string): Error =>
  restError(type, `Host '${moid}' cannot be reached.`, {
    messageId: 'com.vmware.vcenter.trusted_infrastructure.host.connection_failed',
  });

function one({ world, vcenter, variable }: Call, kind: Kind): Connection {
  const moid = variable('host');
  const host = taHosts(vcenter).find((candidate) => candidate.moid === moid);
  if (host === undefined) throw notFound('Trust Authority host', moid);
  if (host.connection !== 'connected') throw unreachable('RESOURCE_INACCESSIBLE', moid);
  return connection(world, host, kind);
}

/** The single-host path ends in a slash in the specification; the query of attestation alone has no action. */
const routesOf = (kind: Kind): Route[] => [
  route({
    method: 'POST',
    path: `${base}/${kind}`,
    ...(kind === 'kms' ? { action: 'query' } : {}),
    query: ['projection'],
    privilege: read,
    body: Filter,
    answer: (call) => ok(query(call, kind)),
  }),
  route({
    method: 'GET',
    path: `${base}/{host}/${kind}/`,
    privilege: read,
    answer: (call) => ok(one(call, kind)),
  }),
];

/** Section 5.3. */
export const taHostRoutes = [...routesOf('attestation'), ...routesOf('kms')];
