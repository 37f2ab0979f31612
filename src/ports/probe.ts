import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef, Health } from '../domain/model/inventory.js';
import type { CallOptions } from './vsphere.js';

/** What a vCenter says about itself in vim25: `8.0.2`, `22385739`, `8.0.2.0`. */
export interface ServerFacts {
  readonly version: string;
  readonly build: string;
  readonly apiVersion: string;
}

/** A text of a server with the ID of its kind, where it has one. */
export interface ServerMessage {
  readonly id?: string;
  readonly text: string;
}

/** What one attestation service says about a host, as it is on the wire; times are ISO 8601. */
export interface AttestationEntry {
  readonly status: string;
  readonly attestedAt?: string;
  readonly attestedUntil?: string;
  readonly messages: readonly ServerMessage[];
}

/** Absent parts could not be read, or are not set. */
export interface HostDetails {
  readonly moid: string;
  /** Key of every service in the host's service list, with whether it runs. */
  readonly services?: Readonly<Record<string, boolean>>;
  readonly attestation?: readonly AttestationEntry[];
  /** As its firmware or, before 8.0 U3, vCenter's own TPM attestation tells; absent = neither does. */
  readonly secureBoot?: boolean;
}

export interface VmDetails {
  readonly moid: string;
  readonly name: string;
  /** Moid of its host. */
  readonly host?: string;
  readonly isPoweredOn: boolean;
  readonly isEncrypted: boolean;
  /** DRS may not move it by itself. */
  readonly isPinned: boolean;
  readonly memoryMiB?: number;
}

export interface ClusterDetails {
  readonly hosts: readonly HostDetails[];
  readonly vms: readonly VmDetails[];
}

/** One ESXi base image of the depot. `version` is the vLCM identifier as it is on the wire. */
export interface DepotImage {
  readonly version: string;
  readonly displayVersion?: string;
  /** ISO 8601. */
  readonly releasedAt?: string;
}

/** The vTA configuration, without certificates and secrets. */
export interface AuthorityDetails {
  readonly tpmSettings: {
    readonly requireEndorsementKeys?: boolean;
    readonly requireCertificateValidation?: boolean;
  };
  readonly imageDetails: readonly { readonly id: string; readonly details: readonly ServerMessage[] }[];
  readonly keyProviders: readonly {
    readonly name: string;
    readonly health: Health;
    readonly masterKeyId?: string;
    readonly servers: readonly { readonly name: string; readonly hostname: string; readonly port?: number }[];
  }[];
  /** `fingerprint` is that of `TrustLink.principalFingerprint`. */
  readonly principals: readonly {
    readonly id: string;
    readonly health: Health;
    readonly fingerprint: string;
  }[];
}

/** What a probe reads besides what a plan needs. Every method only reads. */
export interface ProbePort {
  readServer(vcenter: VCenterRef, options?: CallOptions): Promise<ServerFacts>;
  readClusterDetails(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<ClusterDetails>;
  readDepot(vcenter: VCenterRef, options?: CallOptions): Promise<readonly DepotImage[]>;
  readAuthorityDetails(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<AuthorityDetails>;
}
