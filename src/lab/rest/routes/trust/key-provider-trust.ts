import { z } from 'zod';
import { certificateOf, certificateRequestOf } from '../../../topology/pem.js';
import { changingTask, readingTask } from '../../as-task.js';
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
      storeProvider(cluster, { ...current, certificateGeneration, clientCertificate });
    }),
  }),
  route({
    method: 'PATCH',
    path: certificate,
    privilege: manageKms,
    body: z.strictObject({ certificate: z.string().min(1), private_key: z.string().optional() }),
    task: changingTask(`${providersService}.client_certificate`, 'update', (call, cluster) => {
      storeProvider(cluster, { ...providerOf(call, cluster), clientCertificate: call.body.certificate });
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
      storeProvider(cluster, { ...current, certificateGeneration });
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
    // Write-only on the wire, so the lab has no reason to keep it.
    task: changingTask(`${providersService}.credential`, 'set', (call, cluster) => {
      providerOf(call, cluster);
    }),
  }),
  route({
    method: 'GET',
    path: `${provider}/peer-certs/current`,
    query: ['server_names', 'trusted'],
    privilege: readKms,
    task: readingTask(`${providersService}.current_peer_certificates`, 'list', (call, cluster) => {
      const { servers, trustedCertificates } = providerOf(call, cluster);
      const wanted = call.query.flag('trusted');
      return servers
        .map(({ name, hostname }, i) => ({
          server_name: name,
          certificate: trustedCertificates[i] ?? certificateOf(`key-server/${hostname}`),
          error_messages: [],
          trusted: trustedCertificates[i] !== undefined,
        }))
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
      storeProvider(cluster, { ...current, trustedCertificates });
    }),
  }),
];
