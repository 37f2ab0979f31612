import type { HostRef } from './model/inventory.js';

/**
 * Workflow IDs. They are locks: one run per estate, one upgrade per host. A moid is unique per vCenter only, hence
 * the vCenter's name in it.
 */
export const runWorkflowId = (estate: string): string => `upgrade/${estate}`;
export const vcenterWorkflowId = (estate: string, vcenter: string): string =>
  `upgrade/${estate}/vcenter/${vcenter}`;
export const clusterWorkflowId = (estate: string, cluster: { vcenter: string; moid: string }): string =>
  `upgrade/${estate}/cluster/${cluster.vcenter}/${cluster.moid}`;
export const qualificationWorkflowId = (estate: string, cluster: { vcenter: string; moid: string }): string =>
  `upgrade/${estate}/qualify/${cluster.vcenter}/${cluster.moid}`;
export const hostWorkflowId = (estate: string, host: Pick<HostRef, 'vcenter' | 'moid'>): string =>
  `upgrade/${estate}/host/${host.vcenter}/${host.moid}`;
/** A recovery of the host within its run, counted from 1. */
export const recoveryWorkflowId = (
  estate: string,
  host: Pick<HostRef, 'vcenter' | 'moid'>,
  number: number,
): string => `${hostWorkflowId(estate, host)}/recovery/${number}`;
/** The workflow that carries an operation out, under the run of its estate. */
export const operationWorkflowId = (estate: string, kind: string): string =>
  `upgrade/${estate}/operation/${kind}`;
/** A diagnosis only reads: it takes no lock, and each has an ID of its own. */
export const diagnosisWorkflowId = (estate: string, id: string): string => `diagnose/${estate}/${id}`;
