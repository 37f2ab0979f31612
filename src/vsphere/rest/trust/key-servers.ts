import { z } from 'zod';
import type { CertificateEnd, KeyServer } from '../../../domain/model/readiness.js';
import { endOf } from '../appliance/readiness.js';
import { Health } from '../schemas.js';
import type { createAuthorityReads } from './authority.js';

const Status = z.object({
  status: z.object({
    servers: z.array(
      z.object({
        name: z.string(),
        health: Health,
        client_trust_server: z.boolean(),
        server_trust_client: z.boolean(),
      }),
    ),
  }),
});
const ClientCertificate = z.object({ certificate: z.string() });
const TrustedCertificates = z.object({ certificates: z.array(z.string()) });

type Reads = ReturnType<typeof createAuthorityReads>;

/** Health of the key servers of one provider, and whether each side trusts the other. */
export const readKeyServers = async (reads: Reads, provider: string): Promise<KeyServer[]> => {
  const { status } = Status.parse(await reads.raw('/kms/providers', provider));
  return status.servers.map((server) => ({
    provider,
    name: server.name,
    health: server.health,
    isTrusted: server.client_trust_server,
    trustsClient: server.server_trust_client,
  }));
};

/** Ends of the certificates by which a provider and its key servers know each other. */
export const readProviderCertificates = async (reads: Reads, provider: string): Promise<CertificateEnd[]> => {
  const base = `/kms/providers/${encodeURIComponent(provider)}`;
  const [client, trusted] = await Promise.all([
    reads.raw(`${base}/client-certificate`),
    reads.raw(`${base}/peer-certs/trusted`),
  ]);
  const { certificate } = ClientCertificate.parse(client);
  const { certificates } = TrustedCertificates.parse(trusted);
  return [
    withEnd(`client certificate of key provider ${provider}`, certificate),
    ...certificates.map((pem, index) => withEnd(`key server certificate ${index + 1} of ${provider}`, pem)),
  ];
};

const withEnd = (name: string, pem: string): CertificateEnd => {
  const expiresAt = endOf(pem);
  return { name, ...(expiresAt === undefined ? {} : { expiresAt }) };
};
