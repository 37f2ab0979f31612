import type { TrustedConfiguration } from '../../archive/trusted-configuration.js';
import type { EsxCluster } from '../../model/inventory.js';
import type { TpmTrust } from './tpm-trust.js';

/** What vCenter knows of a host's TPM and firmware; absent = not told. */
export interface HostPlatform {
  /** vCenter's own TPM attestation, not that of Trust Authority: it needs TPM 2.0, UEFI and Secure Boot. */
  readonly tpmAttestation?: 'accepted' | 'notAccepted';
  readonly message?: string;
  /** `UEFI` or `BIOS`, from 8.0 U2 on. */
  readonly firmware?: string;
}

/** A cluster that may become a trusted one, as it was read. */
export interface Candidate {
  readonly cluster: EsxCluster;
  readonly platforms: Readonly<Record<string, HostPlatform>>;
  /** Of its vCenter: what is registered there, and what is bound to this cluster. */
  readonly trust: TrustedConfiguration;
  /** Whether its TPMs are trusted; absent = read by a worker of an earlier release. */
  readonly tpmTrust?: TpmTrust;
}
