import type { TrustedConfiguration } from '../../archive/trusted-configuration.js';
import type { HostPlatform } from '../../model/host-platform.js';
import type { EsxCluster } from '../../model/inventory.js';
import type { TpmTrust } from './tpm-trust.js';

/** A cluster that may become a trusted one, as it was read. */
export interface Candidate {
  readonly cluster: EsxCluster;
  readonly platforms: Readonly<Record<string, HostPlatform>>;
  /** Of its vCenter: what is registered there, and what is bound to this cluster. */
  readonly trust: TrustedConfiguration;
  /** Whether its TPMs are trusted; absent = read by a worker of an earlier release. */
  readonly tpmTrust?: TpmTrust;
}
