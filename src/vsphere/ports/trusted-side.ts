import { createHash } from 'node:crypto';
import type { TrustedSidePort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { mapLimited } from '../connection/limiter.js';
import { listClusters } from '../rest/inventory.js';
import { isTrustedCluster, listServices, readAppliedConfig, readPrincipal } from '../rest/trust/trusted.js';
import type { Principal } from '../rest/trust/schemas.js';

/** Certificate as bare base64: with or without PEM armour and line breaks it is the same certificate. */
const bare = (certificate: string): string => certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');

/** SHA-256 over the chains in an order of their own, as the server lists them in none. */
export const principalFingerprint = ({ certificates }: Pick<Principal, 'certificates'>): string => {
  const chains = certificates.map(({ cert_chain }) => cert_chain.map(bare).join('\n')).toSorted();
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

  readAppliedConfig: (vcenter, cluster, { signal } = {}) => {
    const { rest, timeouts } = connections.to(vcenter);
    return readAppliedConfig(rest, cluster.moid, timeouts.readTask, signal);
  },

  listTrustedClusters: async (vcenter, { signal } = {}) => {
    const { rest } = connections.to(vcenter);
    const clusters = await listClusters(rest, vcenter.name, undefined, signal);
    const found = await mapLimited(clusters, async (cluster) =>
      (await isTrustedCluster(rest, cluster.moid, signal)) ? [cluster] : [],
    );
    return found.flat();
  },
});
