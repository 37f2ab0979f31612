import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import type {
  OfferedService,
  RegisteredServices,
  RegistrationStep,
} from '../domain/recovery/registrations.js';
import type { CallOptions, TaskRef } from './calls.js';

/** Services of the Trust Authority hosts: what the hosts offer, and what trusted vCenters and clusters know of them. */
export interface RegistrationsPort {
  /** Switches vTA services on for the hosts of the cluster that have none yet. */
  enable(vcenter: VCenterRef, cluster: ClusterRef, options?: CallOptions): Promise<TaskRef>;
  /** Connection data of the hosts' services, as their vCenter gives it out for registration. */
  readOffered(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<readonly OfferedService[]>;
  /** What a trusted vCenter has registered, and which of its clusters are bound to what. */
  readRegistered(
    vcenter: VCenterRef,
    clusters: readonly string[],
    options?: CallOptions,
  ): Promise<RegisteredServices>;
  /** One change of what is registered or bound; nothing is answered where it is done at once. */
  change(vcenter: VCenterRef, step: RegistrationStep, options?: CallOptions): Promise<TaskRef | undefined>;
  /** Brings what the hosts of a trusted cluster run to what the cluster is bound to. */
  remediate(vcenter: VCenterRef, cluster: ClusterRef, options?: CallOptions): Promise<TaskRef>;
  /** A running remediation of this cluster, if the server lists one. */
  findRemediation(
    vcenter: VCenterRef,
    cluster: ClusterRef,
    options?: CallOptions,
  ): Promise<TaskRef | undefined>;
}
