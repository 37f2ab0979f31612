import type { AuthorityChange } from '../../../domain/archive/change.js';
import type { KeyProviderConfiguration, KeyServer } from '../../../domain/archive/configuration.js';
import type { RestRequest } from '../client.js';
import { pathOf } from '../path.js';

/** Resolves the name of a credential to its secret, at the moment of sending. */
type Reveal = (credential: string) => Promise<string>;

/** Writes that set a whole value may be repeated without harm; creates are recognised by "already exists". */
type Write = Pick<RestRequest, 'method' | 'path' | 'body' | 'safe'>;

const providers = '/kms/providers';
const tpm2 = '/attestation/tpm2';

const keyServer = (provider: KeyProviderConfiguration, servers: readonly KeyServer[] | undefined) => ({
  type: 'KMIP',
  description: provider.description,
  ...(provider.proxyServer === undefined ? {} : { proxy_server: provider.proxyServer }),
  ...(provider.connectionTimeoutSeconds === undefined
    ? {}
    : { connection_timeout: provider.connectionTimeoutSeconds }),
  kmip_server: {
    ...(servers === undefined ? {} : { servers }),
    ...(provider.username === undefined ? {} : { username: provider.username }),
  },
});

/**
 * A change as it goes on the wire, below the path of its Trust Authority Cluster (wire contract 5.6, 5.7).
 *
 * @rule DG-18
 */
export const writeOf = async (change: AuthorityChange, reveal: Reveal): Promise<Write> => {
  switch (change.do) {
    case 'createKeyProvider': {
      const { provider } = change;
      return {
        method: 'POST',
        path: providers,
        body: {
          provider: provider.name,
          master_key_id: provider.masterKeyId,
          key_server: keyServer(provider, provider.servers.slice(0, 1)),
        },
      };
    }
    case 'updateKeyProvider': {
      const { provider } = change;
      return {
        method: 'PATCH',
        path: pathOf`/kms/providers/${provider.name}`,
        safe: true,
        body: { master_key_id: provider.masterKeyId, key_server: keyServer(provider, undefined) },
      };
    }
    case 'setKeyServers':
      return {
        method: 'PATCH',
        path: pathOf`/kms/providers/${change.provider}`,
        safe: true,
        body: { key_server: { type: 'KMIP', kmip_server: { servers: change.servers } } },
      };
    case 'setClientCertificate':
      return {
        method: 'PATCH',
        path: pathOf`/kms/providers/${change.provider}/client-certificate`,
        safe: true,
        body: { certificate: change.certificate, private_key: await reveal(change.privateKey) },
      };
    case 'trustServerCertificates':
      return {
        method: 'PATCH',
        path: pathOf`/kms/providers/${change.provider}/peer-certs/trusted`,
        safe: true,
        body: { certificates: change.certificates },
      };
    case 'setKmipPassword':
      return {
        method: 'PUT',
        path: pathOf`/kms/providers/${change.provider}/credential`,
        safe: true,
        body: await reveal(change.password),
      };
    case 'setTpmSettings':
      return {
        method: 'PATCH',
        path: `${tpm2}/settings`,
        safe: true,
        body: {
          require_endorsement_keys: change.settings.requireEndorsementKeys,
          require_certificate_validation: change.settings.requireCertificateValidation,
        },
      };
    case 'addCaCertificate':
      return {
        method: 'POST',
        path: `${tpm2}/ca-certificates`,
        body: { name: change.name, cert_chain: { cert_chain: change.chain } },
      };
    case 'addEndorsementKey':
      return {
        method: 'POST',
        path: `${tpm2}/endorsement-keys`,
        body: { name: change.name, public_key: change.publicKey },
      };
    case 'createPrincipal': {
      const { name, domain, type, issuer, issuerAlias, certificates } = change.principal;
      return {
        method: 'POST',
        path: '/consumer-principals',
        body: {
          principal: { id: { name, domain }, type },
          issuer,
          issuer_alias: issuerAlias,
          certificates: certificates.map((chain) => ({ cert_chain: chain })),
        },
      };
    }
  }
};
