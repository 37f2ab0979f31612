import type { Millis, Version } from './model.js';

/** Per TA host: its own copy of the vTA configuration, so that copies can differ. */
export interface LabTaConfig {
  /** Imported base images by version. */
  images: Map<Version, { displayName: string; lastAttestedAt?: Millis }>;
  principals: Map<string, LabPrincipal>;
  keyProviders: Map<string, LabKeyProvider>;
  caCertificates: Map<string, { chain: readonly string[] }>;
  endorsementKeys: Map<string, { publicKey: string }>;
  tpmSettings: { requireEndorsementKeys: boolean; requireCertificateValidation: boolean };
}
/** The endorsement key of a TPM with its certificate, and the certificate of the CA; PEM. */
export interface LabEndorsement {
  readonly publicKey: string;
  readonly certificate: string;
  readonly issuer: string;
}

/** A service of a Trust Authority host, as a trusted vCenter has registered it. */
export interface LabTaService {
  readonly id: string;
  readonly kind: 'attestation' | 'kms';
  readonly hostname: string;
  readonly port: number;
  readonly group: string;
  readonly taCluster: string;
  readonly trustedCa: readonly string[];
  /** The host behind the address; empty when no Trust Authority host has that name. */
  taHostMoid: string;
}

/** Services by ID: what a trusted cluster is bound to, and what its hosts run, each with the authorities it is known by. */
export interface LabTrust {
  readonly desired: Set<string>;
  applied: Map<string, readonly string[]>;
  busy: boolean;
}

/** What a host has whose vTA services were just switched on. */
export const emptyTaConfig = (): LabTaConfig => ({
  images: new Map(),
  principals: new Map(),
  keyProviders: new Map(),
  caCertificates: new Map(),
  endorsementKeys: new Map(),
  tpmSettings: { requireEndorsementKeys: false, requireCertificateValidation: false },
});

export interface LabPrincipal {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly issuer: string;
  readonly issuerAlias: string;
  readonly certificates: readonly (readonly string[])[];
}
export interface LabKeyProvider {
  readonly name: string;
  readonly masterKeyId: string;
  readonly description: string;
  readonly servers: readonly { name: string; hostname: string; port: number }[];
  readonly username?: string;
  readonly clientCertificate: string;
  /** The host holds the key of the client certificate. */
  readonly hasPrivateKey: boolean;
  /** SHA-256 of the KMIP password that was set: the password itself is write-only. */
  readonly passwordDigest?: string;
  readonly trustedCertificates: readonly string[];
}

/** A key server of one key provider: outside vSphere, so that no emptying of a cluster reaches it. */
export interface LabKeyServer {
  readonly provider: string;
  readonly hostname: string;
  readonly certificate: string;
  /** Whether it answers. */
  readonly reachable: boolean;
  /** The client whom it lets in, and the key that only this client's administrator has. */
  readonly client: { readonly certificate: string; readonly privateKey: string };
  /** Login; absent = the certificate is enough. */
  readonly login?: { readonly username: string; readonly password: string };
}

export interface LabAttestationReport {
  status: 'attested' | 'notAttested' | 'unknown';
  /** Version that was measured when this report was made. */
  version?: Version;
  at?: Millis;
  until?: Millis;
  messages: readonly { id: string; text: string }[];
}
