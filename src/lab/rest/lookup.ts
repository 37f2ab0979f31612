import type { LabCluster, LabHost, LabVm } from '../world/model.js';
import { notFound } from './errors.js';
import type { Call } from './types.js';

/** The cluster named by the path variable `cluster`. */
export function clusterOf(call: Pick<Call, 'vcenter' | 'variable'>): LabCluster {
  const moid = call.variable('cluster');
  const cluster = call.vcenter.clusters.get(moid);
  if (cluster === undefined) throw notFound('cluster', moid);
  return cluster;
}

/** The host named by the path variable `host`. */
export function hostOf(call: Pick<Call, 'vcenter' | 'variable'>): LabHost {
  const moid = call.variable('host');
  const host = call.vcenter.hosts.get(moid);
  if (host === undefined) throw notFound('host', moid);
  return host;
}

export function vmOf(call: Pick<Call, 'vcenter' | 'variable'>): LabVm {
  const moid = call.variable('vm');
  const vm = call.vcenter.vms.get(moid);
  if (vm === undefined) throw notFound('virtual machine', moid);
  return vm;
}

/** Every vCenter of a world has its users' names as UPN; tasks show them as `DOMAIN\name`. */
export function domainUser(upn: string): string {
  const [name = upn, domain] = upn.split('@');
  return domain === undefined ? name : `${domain.toUpperCase()}\\${name}`;
}
