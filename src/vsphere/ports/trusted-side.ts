import type { TrustedSidePort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { newestCertificateChange } from '../soap/methods.js';
import {
  listServices,
  readAppliedConfig,
  readPrincipal,
  startTrustRemediation,
} from '../rest/trust/trusted.js';
import { principalFingerprint } from './principal-fingerprint.js';

export const createTrustedSidePort = (connections: Connections): TrustedSidePort => ({
  readLink: async (vcenter, { signal } = {}) => {
    const { rest, soap } = connections.to(vcenter);
    const [principal, attestationServices, keyProviderServices, changedAt] = await Promise.all([
      readPrincipal(rest, signal),
      listServices(rest, 'attestation', signal),
      listServices(rest, 'kms', signal),
      newestCertificateChange(soap, signal),
    ]);
    return {
      vcenter: vcenter.name,
      principalFingerprint: principalFingerprint(principal),
      principalIssuer: principal.issuer,
      ...(changedAt === undefined ? {} : { certificatesChangedAt: changedAt }),
      attestationServices: attestationServices.toSorted(),
      keyProviderServices: keyProviderServices.toSorted(),
    };
  },

  readAppliedConfig: (vcenter, cluster, { signal } = {}) => {
    const { rest, timeouts } = connections.to(vcenter);
    return readAppliedConfig(rest, cluster.moid, timeouts.readTask, signal);
  },

  startTrustRemediation: (vcenter, cluster, { signal } = {}) =>
    startTrustRemediation(connections.to(vcenter).rest, cluster.moid, signal),
});
