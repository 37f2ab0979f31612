import type {
  AuthorityConfiguration,
  KeyProviderConfiguration,
  KeyServer,
  PrincipalConfiguration,
  TpmSettings,
} from './configuration.js';
import { contentsOf } from './contents.js';
import { keyOf, type ItemRef } from './item.js';

/** One write to the Trust Authority Cluster. Secrets come as names of credentials, never as themselves. @rule DG-18 */
export type AuthorityChange =
  /** With its first server only; the others follow one by one. */
  | { readonly do: 'createKeyProvider'; readonly provider: KeyProviderConfiguration }
  | { readonly do: 'updateKeyProvider'; readonly provider: KeyProviderConfiguration }
  | { readonly do: 'setKeyServers'; readonly provider: string; readonly servers: readonly KeyServer[] }
  | {
      readonly do: 'setClientCertificate';
      readonly provider: string;
      readonly certificate: string;
      readonly privateKey: string;
    }
  | {
      readonly do: 'trustServerCertificates';
      readonly provider: string;
      readonly certificates: readonly string[];
    }
  | { readonly do: 'setKmipPassword'; readonly provider: string; readonly password: string }
  | { readonly do: 'setTpmSettings'; readonly settings: TpmSettings }
  | { readonly do: 'addCaCertificate'; readonly name: string; readonly chain: readonly string[] }
  | { readonly do: 'addEndorsementKey'; readonly name: string; readonly publicKey: string }
  | { readonly do: 'createPrincipal'; readonly principal: PrincipalConfiguration };

/** Name of the credential whose password is the KMIP password of a provider, and of the one with its private key. */
export interface SecretNames {
  readonly kmipPassword: string;
  readonly privateKey: string;
}

/** The names that are looked for unless an operator gives others. */
export function secretNamesOf(provider: string): SecretNames {
  const plain = provider.replaceAll(/[^a-z0-9._-]/gi, '-');
  return { kmipPassword: `kmip.${plain}`, privateKey: `client-key.${plain}` };
}

/**
 * The write that brings an archived item into the cluster as it is now.
 *
 * @returns undefined for base images, which go in as files
 * @throws when the archive has no such item: the list of items is not of this archive
 * @rule REC-3
 */
export function changeFor(
  item: ItemRef,
  archived: AuthorityConfiguration,
  now: AuthorityConfiguration,
  secrets: SecretNames,
): AuthorityChange | undefined {
  const { kind, name } = item;
  const provider = (of: AuthorityConfiguration, wanted: string): KeyProviderConfiguration | undefined =>
    of.keyProviders.find((candidate) => candidate.name === wanted);
  switch (kind) {
    case 'keyProvider': {
      const wanted = found(provider(archived, name), item);
      // A copy that lacks it gets it by creating alone, also when the others answer "already exists".
      const verb = isAnother(item, archived, now) ? 'updateKeyProvider' : 'createKeyProvider';
      return { do: verb, provider: wanted };
    }
    case 'keyServer': {
      const owner = item.provider ?? '';
      const wanted = found(
        provider(archived, owner)?.servers.find((server) => server.name === name),
        item,
      );
      // What else is there stays: a list that is written replaces the one before.
      const present = provider(now, owner)?.servers ?? [];
      const servers = present.some((server) => server.name === name)
        ? present.map((server) => (server.name === name ? wanted : server))
        : [...present, wanted];
      return { do: 'setKeyServers', provider: owner, servers };
    }
    case 'clientCertificate':
      return {
        do: 'setClientCertificate',
        provider: name,
        certificate: found(provider(archived, name)?.clientCertificate, item),
        privateKey: secrets.privateKey,
      };
    case 'serverCertificates': {
      const certificates = found(provider(archived, name), item).trustedCertificates;
      return { do: 'trustServerCertificates', provider: name, certificates };
    }
    case 'kmipPassword':
      return { do: 'setKmipPassword', provider: name, password: secrets.kmipPassword };
    case 'tpmSettings':
      return { do: 'setTpmSettings', settings: archived.tpmSettings };
    case 'caCertificate':
      return {
        do: 'addCaCertificate',
        ...found(
          archived.caCertificates.find((entry) => entry.name === name),
          item,
        ),
      };
    case 'endorsementKey':
      return {
        do: 'addEndorsementKey',
        ...found(
          archived.endorsementKeys.find((entry) => entry.name === name),
          item,
        ),
      };
    case 'principal':
      return {
        do: 'createPrincipal',
        principal: found(
          archived.principals.find(({ issuer }) => issuer === name),
          item,
        ),
      };
    case 'baseImage':
      return undefined;
  }
}

function isAnother(item: ItemRef, archived: AuthorityConfiguration, now: AuthorityConfiguration): boolean {
  const sameOf = (of: AuthorityConfiguration): string | undefined =>
    contentsOf(of).find((content) => keyOf(content.item) === keyOf(item))?.same;
  const have = sameOf(now);
  return have !== undefined && have !== sameOf(archived);
}

function found<T>(value: T | undefined, { kind, name }: ItemRef): T {
  if (value === undefined) throw new Error(`the archive has no ${kind} ${name}`);
  return value;
}
