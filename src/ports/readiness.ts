import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import type { Readiness } from '../domain/model/readiness.js';
import type { CallOptions } from './calls.js';

/** What is looked at once, before a plan. */
export interface ReadinessPort {
  /**
   * How fit a vCenter and these clusters are. Nothing of it fails the whole: what the server does not tell is absent.
   *
   * @param about - `authority`: the Trust Authority Cluster, on its side; `privileges`: those that an upgrade needs
   */
  readReadiness(
    vcenter: VCenterRef,
    about: {
      readonly clusters: readonly ClusterRef[];
      readonly privileges: readonly string[];
      readonly authority?: ClusterRef;
    },
    options?: CallOptions,
  ): Promise<Readiness>;
}
