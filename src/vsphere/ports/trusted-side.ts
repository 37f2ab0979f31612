import { createHash } from 'node:crypto';
import { sameChain } from '../../domain/archive/certificates.js';
import { by } from '../../domain/compare.js';
import type { TrustedSidePort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { mapLimited } from '../connection/limiter.js';
import { listClusters } from '../rest/inventory.js';
import {
  listBoundServices,
  listServices,
  readAppliedConfig,
  readPrincipal,
  readServices,
  startBinding,
} from '../rest/trust/trusted.js';
import type { Principal } from '../rest/trust/schemas.js';

/** SHA-256 over the chains in an order of their own, as the server lists them in none. */
export const principalFingerprint = ({ certificates }: Pick<Principal, 'certificates'>): string => {
  const chains = certificates.map(({ cert_chain }) => sameChain(cert_chain)).toSorted();
  return createHash('sha256').update(chains.join('\n\n')).digest('hex');
};

export const createTrustedSidePort = (connections: Connections): TrustedSidePort => ({
  readLink: async (vcenter, { signal } = {}) => {
    const { rest } = connections.to(vcenter);
    const [principal, attestationServices, keyProviderServices] = await Promise.all([
      readPrincipal(rest, signal),
      listServices(rest, 'attestation', signal),
      listServices(rest, 'kms', signal),
    ]);
    return {
      vcenter: vcenter.name,
      principalFingerprint: principalFingerprint(principal),
      principalIssuer: principal.issuer,
      attestationServices: attestationServices.toSorted(),
      keyProviderServices: keyProviderServices.toSorted(),
    };
  },

  readConfiguration: async (vcenter, names, { signal } = {}) => {
    const { rest } = connections.to(vcenter);
    const [principal, attestationServices, keyProviderServices, clusters] = await Promise.all([
      readPrincipal(rest, signal),
      readServices(rest, 'attestation', signal),
      readServices(rest, 'kms', signal),
      listClusters(rest, vcenter.name, names, signal),
    ]);
    const lost = names.find((name) => !clusters.some((cluster) => cluster.name === name));
    if (lost !== undefined) {
      throw rest.fail(`no cluster "${lost}"`, {
        kind: 'not-found',
        operation: 'GET /api/vcenter/cluster',
        errorType: 'NOT_FOUND',
      });
    }
    return {
      vcenter: vcenter.name,
      principal: {
        issuer: principal.issuer,
        certificates: principal.certificates.map(({ cert_chain }) => cert_chain),
      },
      attestationServices: attestationServices.toSorted(by(({ id }) => id)),
      keyProviderServices: keyProviderServices.toSorted(by(({ id }) => id)),
      clusters: await mapLimited(clusters, async ({ name, moid }) => {
        const [attestation, keyProvider] = await Promise.all([
          listBoundServices(rest, moid, 'attestation', signal),
          listBoundServices(rest, moid, 'kms', signal),
        ]);
        return { name, moid, attestation: attestation.toSorted(), keyProvider: keyProvider.toSorted() };
      }),
    };
  },

  readAppliedConfig: (vcenter, cluster, { signal } = {}) => {
    const { rest, timeouts } = connections.to(vcenter);
    return readAppliedConfig(rest, cluster.moid, timeouts.readTask, signal);
  },

  startBinding: (vcenter, cluster, services, { signal } = {}) =>
    startBinding(connections.to(vcenter).rest, cluster.moid, services, signal),

  listTrustedClusters: async (vcenter, { signal } = {}) => {
    const { rest } = connections.to(vcenter);
    const clusters = await listClusters(rest, vcenter.name, undefined, signal);
    const found = await mapLimited(clusters, async (cluster) =>
      (await listBoundServices(rest, cluster.moid, 'attestation', signal)).length > 0 ? [cluster] : [],
    );
    return found.flat();
  },
});
