import type { NetworkAddress } from './configuration.js';

/** One service of the Trust Authority, as a trusted vCenter knows it. */
export interface RegisteredService {
  readonly id: string;
  readonly address: NetworkAddress;
  readonly group: string;
  /** Identifier of the Trust Authority Cluster on the trusted side; not its moid. */
  readonly authorityCluster: string;
  readonly trustedCa: readonly string[];
}

/** What ties a trusted vCenter and its clusters to the Trust Authority Cluster (2.9), whole. */
export interface TrustedConfiguration {
  readonly vcenter: string;
  /** What `Export-TrustedPrincipal` writes. */
  readonly principal: {
    readonly issuer: string;
    readonly certificates: readonly (readonly string[])[];
  };
  readonly attestationServices: readonly RegisteredService[];
  readonly keyProviderServices: readonly RegisteredService[];
  /** Services bound to each cluster, by ID. */
  readonly clusters: readonly {
    readonly name: string;
    readonly moid: string;
    readonly attestation: readonly string[];
    readonly keyProvider: readonly string[];
  }[];
}
