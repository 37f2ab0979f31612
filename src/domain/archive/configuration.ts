import type { ClusterRef, Health } from '../model/inventory.js';

/** The port is the wire's default where it is absent. */
export interface NetworkAddress {
  readonly hostname: string;
  readonly port?: number;
}

export interface KeyServer {
  readonly name: string;
  readonly address: NetworkAddress;
}

/** A key provider without its secrets: KMIP password and private key of the client certificate cannot be read. */
export interface KeyProviderConfiguration {
  readonly name: string;
  readonly masterKeyId: string;
  readonly description: string;
  readonly connectionTimeoutSeconds?: number;
  readonly proxyServer?: NetworkAddress;
  /** KMIP user; a provider that has one has a password too. */
  readonly username?: string;
  /** In the order of the provider. */
  readonly servers: readonly KeyServer[];
  /** PEM. Absent = there is none, or it could not be read. */
  readonly clientCertificate?: string;
  /** A signing request that waits for its certificate; cannot be restored. */
  readonly certificateRequest?: string;
  /** Certificates of key servers that the provider trusts, PEM. */
  readonly trustedCertificates: readonly string[];
  /** What the key servers showed when they were asked; for information. */
  readonly shownCertificates: readonly {
    readonly server: string;
    readonly certificate?: string;
    readonly trusted: boolean;
  }[];
}

/** A trusted vCenter as the Trust Authority Cluster knows it; its profile ID is the server's own. */
export interface PrincipalConfiguration {
  readonly name: string;
  readonly domain: string;
  readonly type: string;
  readonly issuer: string;
  readonly issuerAlias: string;
  /** Chains of PEM certificates. */
  readonly certificates: readonly (readonly string[])[];
}

export interface TpmSettings {
  readonly requireEndorsementKeys: boolean;
  readonly requireCertificateValidation: boolean;
}

/** Where the services of one TA host answer; changes when the host is installed anew. */
export interface ServiceEndpoint {
  readonly host: string;
  readonly kind: 'attestation' | 'keyProvider';
  readonly address: NetworkAddress;
  readonly group: string;
  readonly trustedCa: readonly string[];
}

/** Everything of a Trust Authority Cluster that can be read back and, but for `services`, applied again (2.9). */
export interface AuthorityConfiguration {
  readonly cluster: ClusterRef;
  readonly keyProviders: readonly KeyProviderConfiguration[];
  readonly tpmSettings: TpmSettings;
  /** Chains root first. */
  readonly caCertificates: readonly { readonly name: string; readonly chain: readonly string[] }[];
  readonly endorsementKeys: readonly { readonly name: string; readonly publicKey: string }[];
  /** Metadata only: no call gives an imported file back. */
  readonly baseImages: readonly {
    readonly version: string;
    readonly id: string;
    readonly displayName: string;
  }[];
  readonly principals: readonly PrincipalConfiguration[];
  readonly services: readonly ServiceEndpoint[];
}

/** The configuration with the health of each item over all TA hosts, by `keyOf`; absent counts as unknown (DG-14). */
export interface AuthorityReading {
  readonly configuration: AuthorityConfiguration;
  readonly health: Readonly<Record<string, Health>>;
  /** Parts that could not be read: the rest must not look complete. */
  readonly unreadable: readonly UnreadablePart[];
}

export interface UnreadablePart {
  /** In the operator's words. */
  readonly subject: string;
  readonly reason: string;
  /** Key of the item, where it is one: not read is not "missing". */
  readonly item?: string;
}
