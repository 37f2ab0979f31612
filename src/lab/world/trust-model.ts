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
