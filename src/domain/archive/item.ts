/** What the vTA configuration consists of. */
export type ItemKind =
  | 'keyProvider'
  | 'keyServer'
  | 'clientCertificate'
  | 'serverCertificates'
  | 'kmipPassword'
  | 'tpmSettings'
  | 'caCertificate'
  | 'endorsementKey'
  | 'baseImage'
  | 'principal';

/** One item of the vTA configuration, by name: its content stays in the archive. */
export interface ItemRef {
  readonly kind: ItemKind;
  /** Name, version or issuer; of a key server its own name; the provider's for what every provider has once. */
  readonly name: string;
  /** Key provider of a key server. */
  readonly provider?: string;
}

/** A text for each item that no other item has. */
export function keyOf({ kind, name, provider }: ItemRef): string {
  return provider === undefined ? `${kind}/${name}` : `${kind}/${provider}/${name}`;
}

const NOUNS: Readonly<Record<ItemKind, string>> = {
  keyProvider: 'key provider',
  keyServer: 'key server',
  clientCertificate: 'client certificate of key provider',
  serverCertificates: 'trusted key-server certificates of key provider',
  kmipPassword: 'KMIP password of key provider',
  tpmSettings: 'TPM attestation settings',
  caCertificate: 'TPM CA certificate',
  endorsementKey: 'endorsement key',
  baseImage: 'base image',
  principal: 'principal',
};

/** The item in the operator's words: `key server kms-2 of kp-main`. */
export function describeItem({ kind, name, provider }: ItemRef): string {
  if (kind === 'tpmSettings') return NOUNS[kind];
  return `${NOUNS[kind]} ${name}${provider === undefined ? '' : ` of ${provider}`}`;
}

/** Name of the key provider that the item is a part of; absent when it is none. */
export function providerOf({ kind, name, provider }: ItemRef): string | undefined {
  switch (kind) {
    case 'keyServer':
      return provider;
    case 'clientCertificate':
    case 'serverCertificates':
    case 'kmipPassword':
      return name;
    default:
      return undefined;
  }
}
