import { canonicalJson } from '../canonical-json.js';
import { bareBase64, sameChain, sameSet } from './certificates.js';
import type { AuthorityConfiguration, KeyProviderConfiguration, NetworkAddress } from './configuration.js';
import type { ItemRef } from './item.js';

/** An item with what it is compared by. */
export interface ItemContent {
  readonly item: ItemRef;
  /** Equal texts = equal items. */
  readonly same: string;
  /** For people, when it differs; never a whole certificate. */
  readonly shown: string;
}

/** KMIP's port on this wire, where none is said. */
const KMIP_PORT = 5696;

/** Every item of a configuration in the order of applying (2.10, step 5), provider by provider. @rule REC-3 */
export function contentsOf(configuration: AuthorityConfiguration): readonly ItemContent[] {
  const { tpmSettings, caCertificates, endorsementKeys, baseImages, principals } = configuration;
  return [
    ...configuration.keyProviders.flatMap(ofProvider),
    {
      item: TPM_SETTINGS,
      same: canonicalJson(tpmSettings),
      shown: `endorsement keys required: ${String(tpmSettings.requireEndorsementKeys)}, certificates validated: ${String(tpmSettings.requireCertificateValidation)}`,
    },
    ...caCertificates.map(({ name, chain }) => ({
      item: { kind: 'caCertificate' as const, name },
      same: sameChain(chain),
      shown: `a chain of ${chain.length} that ends in ${tail(chain.at(-1))}`,
    })),
    ...endorsementKeys.map(({ name, publicKey }) => ({
      item: { kind: 'endorsementKey' as const, name },
      same: bareBase64(publicKey),
      shown: `key ${tail(publicKey)}`,
    })),
    ...baseImages.map(({ version }) => ({
      item: { kind: 'baseImage' as const, name: version },
      same: version,
      shown: version,
    })),
    ...principals.map((principal) => ({
      item: { kind: 'principal' as const, name: principal.issuer },
      same: canonicalJson([
        principal.name,
        principal.domain,
        principal.type,
        principal.issuerAlias,
        sameSet(principal.certificates.map(sameChain)),
      ]),
      shown: `${principal.name} of ${principal.domain} with ${principal.certificates.length} certificate chains`,
    })),
  ];
}

export const TPM_SETTINGS: ItemRef = { kind: 'tpmSettings', name: 'settings' };

function ofProvider(provider: KeyProviderConfiguration): ItemContent[] {
  const { name, username, clientCertificate, trustedCertificates, servers } = provider;
  return [
    {
      item: { kind: 'keyProvider', name },
      same: canonicalJson({
        masterKeyId: provider.masterKeyId,
        description: provider.description,
        timeout: provider.connectionTimeoutSeconds,
        proxy: provider.proxyServer === undefined ? undefined : addressOf(provider.proxyServer, 443),
        username,
      }),
      shown: `primary key ${provider.masterKeyId}, user ${username ?? 'none'}, description "${provider.description}"`,
    },
    ...servers.map((server) => ({
      item: { kind: 'keyServer' as const, name: server.name, provider: name },
      same: addressOf(server.address, KMIP_PORT),
      shown: addressOf(server.address, KMIP_PORT),
    })),
    ...(clientCertificate === undefined
      ? []
      : [
          {
            item: { kind: 'clientCertificate' as const, name },
            same: bareBase64(clientCertificate),
            shown: `certificate ${tail(clientCertificate)}`,
          },
        ]),
    {
      item: { kind: 'serverCertificates', name },
      same: sameSet(trustedCertificates),
      shown: `${trustedCertificates.length} certificates`,
    },
    ...(username === undefined
      ? []
      : [{ item: { kind: 'kmipPassword' as const, name }, same: '', shown: 'a password' }]),
  ];
}

const addressOf = ({ hostname, port }: NetworkAddress, standard: number): string =>
  `${hostname}:${port ?? standard}`;

/** Enough of a certificate to tell two apart. */
const tail = (text: string | undefined): string => `…${bareBase64(text ?? '').slice(-12)}`;
