import type { LabHost } from '../../world/model.js';
import type { Site } from '../context.js';
import type { MoRef } from '../value.js';

/** Names of the hosts that a call is about, by the object that is called, then of their cluster. */
export function subjectsOf(site: Site, { type, value }: MoRef): string[] {
  const owned = (moidOf: (host: LabHost) => MoRef): LabHost | undefined =>
    site.hosts.find((host) => moidOf(host).value === value);
  switch (type) {
    case 'HostSystem':
      return ofHost(site.host(value));
    case 'HostServiceSystem':
      return ofHost(owned((host) => site.hostServices(host)));
    case 'OptionManager':
      return ofHost(owned((host) => site.hostOptions(host)));
    case 'Task': {
      const { entity } = site.task(value) ?? {};
      return entity ? [entity.name] : [];
    }
    case 'ClusterComputeResource': {
      const cluster = site.cluster(value);
      return cluster ? [cluster.name] : [];
    }
    default:
      // What an ESXi host is asked is about that host.
      return site.kind === 'HostAgent' ? ofHost(site.hosts[0]) : [];
  }
}

const ofHost = (host: LabHost | undefined): string[] => (host ? [host.name, host.cluster.name] : []);
