import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef, HostRef } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import type { CallOptions, TaskRef } from './calls.js';

/** What a host tells of itself, without a login and without a vCenter. */
export interface HostItself {
  /** Absent = it does not say. */
  readonly version?: EsxVersion;
  /** Thumbprints of the certificate that it shows now; nobody has vouched for it yet. */
  readonly sha1: string;
  readonly sha256: string;
}

/** A host that is to be taken into a cluster. */
export interface HostToAdd {
  /** As vCenter shall know it. */
  readonly name: string;
  /** SHA-1 of the certificate that is to be trusted. */
  readonly thumbprint: string;
  /** Name of the credential of its administrator; resolved for this call alone (DG-18). */
  readonly credential: string;
}

/** Hosts that leave the inventory of a vCenter and come into it. */
export interface MembershipPort {
  disconnect(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<TaskRef>;
  /** Takes the host out of the inventory. "Not found" means that it is out already. */
  remove(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<TaskRef>;
  /** A running removal or disconnection of this host. */
  findLeaving(vcenter: VCenterRef, host: HostRef, options?: CallOptions): Promise<TaskRef | undefined>;
  /** The host comes into the cluster under a new moid. */
  add(vcenter: VCenterRef, cluster: ClusterRef, host: HostToAdd, options?: CallOptions): Promise<TaskRef>;
  /** A running addition to this cluster, of whichever host. */
  findAdding(vcenter: VCenterRef, cluster: ClusterRef, options?: CallOptions): Promise<TaskRef | undefined>;
  /** Asks the host at `host:port` itself. @throws a passing fault while it does not answer */
  readHostItself(name: string, address: string, options?: CallOptions): Promise<HostItself>;
}
