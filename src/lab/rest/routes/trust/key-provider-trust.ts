import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { certificateOf, certificateRequestOf } from '../../../topology/pem.js';
import { passwordDigest } from '../../../world/trust-items.js';
import { changingTask, readingTask } from '../../as-task.js';
import { invalidArgument } from '../../errors.js';
import { route } from '../../types.js';
import {
  clientIdentity,
  manageKms,
  providerOf,
  providersPath,
  providersService,
  readKms,
  storeProvider,
} from './key-providers.js';

const provider = `${providersPath}/{provider}`;
const certificate = `${provider}/client-certificate`;
const csrService = `${providersService}.client_certificate.csr`;

/** The certificate by which a key provider proves itself to its key servers. */
const clientCertificateRoutes = [
  route({
    method: 'GET',
    path: certificate,
    privilege: readKms,
    task: readingTask(`${providersService}.client_certificate`, 'get', (call, cluster) => ({
      certificate: providerOf(call, cluster).clientCertificate,
    })),
  }),
  route({
    method: 'POST',
    path: certificate,
    privilege: manageKms,
    task: changingTask(`${providersService}.client_certificate`, 'create', (call, cluster) => {
      const current = providerOf(call, cluster);
      const certificateGeneration = (current.certificateGeneration ?? 0) + 1;
      const clientCertificate = certificateOf(clientIdentity(cluster, current.name, certificateGeneration));
      storeProvider(call, cluster, {
        ...current,
        certificateGeneration,
        clientCertificate,
        hasPrivateKey: true,
      });
    }),
  }),
  route({
    method: 'PATCH',
    path: certificate,
    privilege: manageKms,
    body: z.strictObject({ certificate: z.string().min(1), private_key: z.string().optional() }),
    task: changingTask(`${providersService}.client_certificate`, 'update', (call, cluster) => {
      const { certificate: clientCertificate, private_key } = call.body;
      if (private_key !== undefined && !belongTogether(clientCertificate, private_key))
        throw invalidArgument('The private key is not the one of the certificate.');
      const current = providerOf(call, cluster);
      // Without a key the certificate answers a request whose key the hosts have made themselves.
      const hasPrivateKey = private_key !== undefined || current.requested === true;
      storeProvider(call, cluster, { ...current, clientCertificate, hasPrivateKey });
    }),
  }),
  route({
    method: 'GET',
    path: `${certificate}/csr`,
    privilege: readKms,
    task: readingTask(csrService, 'get', (call, cluster) => {
      const { name, certificateGeneration = 0 } = providerOf(call, cluster);
      return { csr: certificateRequestOf(clientIdentity(cluster, name, certificateGeneration)) };
    }),
  }),
  route({
    method: 'POST',
    path: `${certificate}/csr`,
    privilege: manageKms,
    task: changingTask(csrService, 'create', (call, cluster) => {
      const current = providerOf(call, cluster);
      const certificateGeneration = (current.certificateGeneration ?? 0) + 1;
      storeProvider(call, cluster, { ...current, certificateGeneration, requested: true });
      return {
        csr: certificateRequestOf(clientIdentity(cluster, current.name, certificateGeneration)),
      };
    }),
  }),
];

/** Section 5.7, what makes provider and key servers trust each other. */
export const keyProviderTrustRoutes = [
  ...clientCertificateRoutes,
  route({
    method: 'PUT',
    path: `${provider}/credential`,
    privilege: manageKms,
    secret: 'request',
    body: z.string(),
    // Write-only on the wire: what the hosts keep says only whether it is the right one.
    task: changingTask(`${providersService}.credential`, 'set', (call, cluster) => {
      const current = providerOf(call, cluster);
      storeProvider(call, cluster, { ...current, passwordDigest: passwordDigest(call.body) });
    }),
  }),
  route({
    method: 'GET',
    path: `${provider}/peer-certs/current`,
    query: ['server_names', 'trusted'],
    privilege: readKms,
    task: readingTask(`${providersService}.current_peer_certificates`, 'list', (call, cluster) => {
      const { name: provider, servers, trustedCertificates } = providerOf(call, cluster);
      const wanted = call.query.flag('trusted');
      return servers
        .map(({ name, hostname }, i) => {
          const certificate =
            call.world.keyServer(provider, hostname)?.certificate ??
            trustedCertificates[i] ??
            certificateOf(`key-server/${hostname}`);
          const trusted = trustedCertificates.includes(certificate);
          return { server_name: name, certificate, error_messages: [], trusted };
        })
        .filter(
          ({ server_name, trusted }) =>
            call.query.passes('server_names', server_name) && (wanted === undefined || wanted === trusted),
        );
    }),
  }),
  route({
    method: 'GET',
    path: `${provider}/peer-certs/trusted`,
    privilege: readKms,
    task: readingTask(`${providersService}.trusted_peer_certificates`, 'get', (call, cluster) => ({
      certificates: providerOf(call, cluster).trustedCertificates,
    })),
  }),
  route({
    method: 'PATCH',
    path: `${provider}/peer-certs/trusted`,
    privilege: manageKms,
    body: z.strictObject({ certificates: z.array(z.string()).optional() }),
    task: changingTask(`${providersService}.trusted_peer_certificates`, 'update', (call, cluster) => {
      const current = providerOf(call, cluster);
      const trustedCertificates = call.body.certificates ?? current.trustedCertificates;
      storeProvider(call, cluster, { ...current, trustedCertificates });
    }),
  }),
];

function belongTogether(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
