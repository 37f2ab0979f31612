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
  /** A server that does not answer is marked; one that was added later answers. */
  readonly servers: readonly { name: string; hostname: string; port: number; reachable?: boolean }[];
  readonly username?: string;
  readonly clientCertificate: string;
  readonly trustedCertificates: readonly string[];
}

export interface LabAttestationReport {
  status: 'attested' | 'notAttested' | 'unknown';
  /** Version that was measured when this report was made. */
  version?: Version;
  at?: Millis;
  until?: Millis;
  messages: readonly { id: string; text: string }[];
}
