import { z } from 'zod';
import type {
  KeyProviderConfiguration,
  NetworkAddress,
  PrincipalConfiguration,
  ServiceEndpoint,
} from '../../../domain/archive/configuration.js';
import type { RegisteredService } from '../../../domain/archive/trusted-configuration.js';
import { Health, Id } from '../schemas.js';

/*
 * The vTA configuration, whole (wire contract 5.3 to 5.7). What a restore needs is asked for strictly: an archive that
 * lacks a certificate must not look complete.
 */

const Address = z
  .object({ hostname: z.string().min(1), port: z.number().nullish() })
  .transform(({ hostname, port }): NetworkAddress =>
    port === undefined || port === null ? { hostname } : { hostname, port },
  );
const Pem = z.string().min(1);
const Chain = z.object({ cert_chain: z.array(Pem).min(1) }).transform(({ cert_chain }) => cert_chain);

export const TpmSettingsWhole = z.object({
  require_endorsement_keys: z.boolean(),
  require_certificate_validation: z.boolean(),
  health: Health,
});

export const CaCertificateInfo = z.object({ cert_chain: Chain, health: Health });
export const EndorsementKeyInfo = z.object({ public_key: Pem, health: Health });

export const PrincipalWhole = z
  .object({
    principal: z.object({ id: z.object({ name: z.string(), domain: z.string() }), type: z.string().min(1) }),
    issuer: Id,
    issuer_alias: z.string(),
    certificates: z.array(Chain).min(1),
    health: Health,
  })
  .transform(({ principal, issuer, issuer_alias, certificates, health }) => ({
    health,
    principal: {
      name: principal.id.name,
      domain: principal.id.domain,
      type: principal.type,
      issuer,
      issuerAlias: issuer_alias,
      certificates,
    } satisfies PrincipalConfiguration,
  }));

export const ProviderWhole = z
  .object({
    master_key_id: z.string().min(1),
    key_server: z.object({
      description: z.string().nullish(),
      proxy_server: Address.nullish(),
      connection_timeout: z.number().nullish(),
      kmip_server: z
        .object({
          servers: z.array(z.object({ name: Id, address: Address })),
          username: z.string().nullish(),
        })
        .nullish(),
    }),
    status: z.object({ health: Health }).nullish(),
  })
  .transform(({ master_key_id, key_server, status }) => ({
    health: status?.health ?? ('NONE' as const),
    settings: {
      masterKeyId: master_key_id,
      description: key_server.description ?? '',
      ...(key_server.proxy_server ? { proxyServer: key_server.proxy_server } : {}),
      ...(typeof key_server.connection_timeout === 'number'
        ? { connectionTimeoutSeconds: key_server.connection_timeout }
        : {}),
      ...(key_server.kmip_server?.username ? { username: key_server.kmip_server.username } : {}),
      servers: key_server.kmip_server?.servers ?? [],
    } satisfies Partial<KeyProviderConfiguration>,
  }));

export const ClientCertificate = z.object({ certificate: Pem });
export const CertificateRequest = z.object({ csr: z.string().min(1) });
export const TrustedServerCertificates = z.object({ certificates: z.array(Pem) });
export const ShownCertificates = z.array(
  z
    .object({ server_name: z.string(), certificate: z.string().nullish(), trusted: z.boolean() })
    .transform(({ server_name, certificate, trusted }) => ({
      server: server_name,
      trusted,
      ...(certificate ? { certificate } : {}),
    })),
);

const Roots = z.object({ cert_chain: z.array(z.string()) }).transform(({ cert_chain }) => cert_chain);

export const ServiceHosts = z.array(
  z
    .object({ host: z.string(), address: Address, group: z.string(), trusted_CA: Roots })
    .transform(({ host, address, group, trusted_CA }): Omit<ServiceEndpoint, 'kind'> => ({
      host,
      address,
      group,
      trustedCa: trusted_CA,
    })),
);

export const ServiceIds = z.array(z.object({ service: Id }).transform(({ service }) => service));

export const RegisteredServiceInfo = z
  .object({ address: Address, trusted_CA: Roots, group: z.string(), trust_authority_cluster: z.string() })
  .transform(({ address, trusted_CA, group, trust_authority_cluster }): Omit<RegisteredService, 'id'> => ({
    address,
    group,
    authorityCluster: trust_authority_cluster,
    trustedCa: trusted_CA,
  }));
