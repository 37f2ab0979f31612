import { z } from 'zod';
import { uuidOf } from '../../../topology/ids.js';
import type { LabCluster, LabPrincipal } from '../../../world/model.js';
import { changingTask, readingTask } from '../../as-task.js';
import { notFound, restError } from '../../errors.js';
import { ok, route } from '../../types.js';
import type { Call } from '../../types.js';
import { CertChain, StsPrincipal, ti, tiService } from './shapes.js';
import { changeEverywhere, createEverywhere, gather, healthOf, reachableTaHosts } from './ta-config.js';
import type { TaHost } from './ta-config.js';

const base = `${ti}/trust-authority-clusters/{cluster}/consumer-principals`;
const service = `${tiService}.trust_authority_clusters.consumer_principals`;
const read = 'TrustedAdmin.ReadAttestingSSO';
const write = 'TrustedAdmin.ManageAttestingSSO';

const NewPrincipal = z.strictObject({
  certificates: z.array(CertChain),
  issuer_alias: z.string(),
  issuer: z.string(),
  principal: StsPrincipal,
});
const Filter = z
  .strictObject({
    id: z.array(z.string()).optional(),
    principals: z.array(StsPrincipal).optional(),
    issuer: z.array(z.string()).optional(),
  })
  .optional();

/** The lab knows solution users only, so every principal is an STS_USER. */
const stsPrincipal = ({ name, domain }: LabPrincipal) => ({ id: { name, domain }, type: 'STS_USER' });

const chains = ({ certificates }: LabPrincipal) => certificates.map((chain) => ({ cert_chain: chain }));

const summary = (principal: LabPrincipal) => ({
  id: principal.id,
  principal: stsPrincipal(principal),
  issuer_alias: principal.issuerAlias,
  issuer: principal.issuer,
});

const principalsOf = (cluster: LabCluster) => gather(cluster, (ta) => ta.principals);

function existing(cluster: LabCluster, id: string): LabPrincipal {
  const principal = principalsOf(cluster).get(id);
  if (principal === undefined) throw notFound('consumer principal', id);
  return principal;
}

function create({ world, session, body }: Call<z.output<typeof NewPrincipal>>, cluster: LabCluster): string {
  const known = [...principalsOf(cluster).values()].find(
    ({ issuer, issuerAlias }) => issuer === body.issuer || issuerAlias === body.issuer_alias,
  );
  // A host that kept the issuer refuses the principal, and nothing is done on any other (KB 77146).
  if (reachableTaHosts(cluster).some((host) => keepsIssuer(host, body.issuer)))
    throw issuerExists(body.issuer);
  // Hosts that lack it get it all the same when it is the very same principal.
  if (known !== undefined) {
    const isSame =
      JSON.stringify(known) === JSON.stringify({ ...principalFrom(cluster, body), id: known.id });
    if (isSame) createEverywhere(cluster, (ta) => ta.principals, known.id, known);
    world.configurationChanged(cluster, session, `principal/${body.issuer}`);
    throw issuerExists(body.issuer);
  }
  const principal = principalFrom(cluster, body);
  changeEverywhere(cluster, (ta) => ta.principals.set(principal.id, principal));
  world.configurationChanged(cluster, session, `principal/${principal.issuer}`);
  return principal.id;
}

const keepsIssuer = ({ ta, leftIssuers }: TaHost, issuer: string): boolean =>
  leftIssuers?.has(issuer) === true && ![...ta.principals.values()].some((has) => has.issuer === issuer);

const issuerExists = (issuer: string) =>
  restError('ALREADY_EXISTS', `The issuer '${issuer}' exists already.`, {
    messageId: 'com.vmware.esx.authentication.trust.security_token_issuers.issuer_already_exists',
  });

function principalFrom(cluster: LabCluster, body: z.output<typeof NewPrincipal>): LabPrincipal {
  const { name, domain } = body.principal.id;
  return {
    id: uuidOf('principal', cluster.moid, body.issuer, name, domain),
    name,
    domain,
    issuer: body.issuer,
    issuerAlias: body.issuer_alias,
    certificates: body.certificates.map(({ cert_chain }) => cert_chain),
  };
}

/** Section 5.6, the trusted vCenters that the Trust Authority accepts; and 5.8, what this vCenter itself is. */
export const principalRoutes = [
  route({
    method: 'POST',
    path: base,
    privilege: write,
    body: NewPrincipal,
    task: changingTask(service, 'create', create),
  }),
  route({
    method: 'POST',
    path: base,
    action: 'query',
    privilege: read,
    body: Filter,
    task: readingTask(service, 'list', ({ body }, cluster) =>
      [...principalsOf(cluster).values()]
        .filter(
          ({ id, name, domain, issuer }) =>
            (body?.id?.includes(id) ?? true) &&
            (body?.issuer?.includes(issuer) ?? true) &&
            (body?.principals?.some((wanted) => wanted.id.name === name && wanted.id.domain === domain) ??
              true),
        )
        .map(summary),
    ),
  }),
  route({
    method: 'GET',
    path: `${base}/{profile}`,
    privilege: read,
    task: readingTask(service, 'get', ({ world, variable }, cluster) => {
      const principal = existing(cluster, variable('profile'));
      const { health, details } = healthOf(world, cluster, { kind: 'principal', key: principal.id });
      return {
        ...summary(principal),
        certificates: chains(principal),
        health,
        ...(details[0] === undefined ? {} : { message: details[0] }),
      };
    }),
  }),
  route({
    method: 'DELETE',
    path: `${base}/{profile}`,
    privilege: write,
    task: changingTask(service, 'delete', ({ world, session, variable }, cluster) => {
      const { id, issuer } = existing(cluster, variable('profile'));
      changeEverywhere(cluster, (ta) => ta.principals.delete(id));
      world.configurationChanged(cluster, session, `principal/${issuer}`);
    }),
  }),
  route({
    method: 'GET',
    path: `${ti}/principal`,
    privilege: 'TrustedAdmin.ReadStsInfo',
    answer: ({ vcenter: { name, principal } }) =>
      ok({
        certificates: chains(principal),
        issuer: principal.issuer,
        principal: stsPrincipal(principal),
        name,
      }),
  }),
];
