import type { Estate, VCenterRef } from '../domain/model/estate.js';
import type { AuthorityFacts, EsxCluster, TrustLink, VCenterFacts } from '../domain/model/inventory.js';
import type { FaultKind } from '../ports/errors.js';
import type { AuthorityDetails, ClusterDetails, DepotImage, ServerFacts } from '../ports/probe.js';
import type { WireFacts } from './wire/facts.js';

/** What is read of a vCenter, in this order. */
export const parts = [
  'version',
  'appliance',
  'interface',
  'depot',
  'link to the Trust Authority',
  'cluster',
  'hosts and VMs',
  'Trust Authority Cluster',
  'vTA configuration',
] as const;
export type Part = (typeof parts)[number];

/** A part that could not be read. `configuration` = this machine's fault, not the server's. */
export interface UnreadablePart {
  readonly vcenter: string;
  readonly part: Part;
  /** The cluster it is about, as the estate file names it. */
  readonly cluster?: string;
  readonly kind: FaultKind | 'configuration';
  /** The server's own word for it, `NOT_FOUND`. */
  readonly errorType?: string;
  /** For the user alone: a server's sentence may name anything. */
  readonly reason: string;
}

export interface ObservedCluster {
  readonly cluster: EsxCluster;
  readonly details?: ClusterDetails;
}

/** One vCenter as far as it could be read. */
export interface ObservedVCenter {
  readonly ref: VCenterRef;
  readonly facts?: VCenterFacts;
  readonly server?: ServerFacts;
  readonly depot?: readonly DepotImage[];
  readonly clusters: readonly ObservedCluster[];
  /** Of the Trust Authority vCenter. */
  readonly authority?: AuthorityFacts;
  readonly authorityDetails?: AuthorityDetails;
  /** Of a trusted vCenter. */
  readonly link?: TrustLink;
}

/** Everything one probe has read. */
export interface Observed {
  readonly estate: Estate;
  /** ISO 8601. */
  readonly takenAt: string;
  readonly vcenters: readonly ObservedVCenter[];
  readonly unreadable: readonly UnreadablePart[];
  readonly wire: WireFacts;
}
