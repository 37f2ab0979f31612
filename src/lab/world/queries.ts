import type { Assumptions } from '../topology/assumptions.js';
import type { WorldContext } from './context.js';
import type { LabCluster, LabHost, LabVCenter, LabVm } from './model.js';

export const hostsOf = (cluster: LabCluster): LabHost[] =>
  [...cluster.vcenter.hosts.values()].filter((host) => host.cluster === cluster);

export const vmsOn = (host: LabHost): LabVm[] =>
  [...host.vcenter.vms.values()].filter((vm) => vm.host === host);

export const runningVmsOn = (host: LabHost): LabVm[] => vmsOn(host).filter((vm) => vm.power === 'poweredOn');

/** Memory of running VMs per host of the vCenter, in MiB; hosts without any are absent. */
export function loads(vcenter: LabVCenter): ReadonlyMap<LabHost, number> {
  const sums = new Map<LabHost, number>();
  for (const vm of vcenter.vms.values()) {
    if (vm.power === 'poweredOn') sums.set(vm.host, (sums.get(vm.host) ?? 0) + vm.memoryMiB);
  }
  return sums;
}

/** Every host there is, in an inventory or not. */
export const everyHost = ({ vcenters }: Pick<WorldContext, 'vcenters'>): LabHost[] =>
  [...vcenters.values()].flatMap(({ hosts, apart }) => [...hosts.values(), ...apart.values()]);

/** Whether its vCenter has it in the inventory. */
export const isManaged = (host: LabHost): boolean => host.vcenter.hosts.get(host.moid) === host;

/** Connected and through with its boot. */
export const isUp = (host: LabHost): boolean => host.connection === 'connected' && host.power === 'poweredOn';

/** Trust Authority hosts of the estate: there is one such vCenter. */
export function authorityHosts(ctx: WorldContext): LabHost[] {
  return [...ctx.vcenters.values()].flatMap((vcenter) =>
    [...vcenter.hosts.values()].filter((host) => host.ta !== undefined),
  );
}

/** Whether the service runs on a Trust Authority host that can be reached, and answers. */
export const serves = (host: LabHost, service: 'attestd' | 'kmxd'): boolean =>
  isUp(host) && host.services.get(service)?.running === true && !host.ailing.has(service);

/** Whether a service is in the list of host services; it may run all the same (vim-and-vcsim 3.1). */
export function isListed({ hostServices }: Assumptions, key: string): boolean {
  if (hostServices === 'all') return true;
  return hostServices === 'without-kmxa' ? key !== 'kmxa' : !VTA_SERVICES.includes(key);
}
const VTA_SERVICES = ['attestd', 'kmxd', 'kmxa', 'esxtokend', 'apiForwarder'];

/** Trusted hosts that ask this very Trust Authority host: their applied configuration names its service. */
export function usesAuthorityHost(host: LabHost, authority: LabHost): boolean {
  const { trust, vcenter } = host.cluster;
  if (!trust) return false;
  return attestationServices(vcenter, authority).some((id) => trust.applied.has(id));
}

const attestationServices = (vcenter: LabVCenter, authority: LabHost): string[] =>
  [...vcenter.taServices.values()]
    .filter((service) => service.kind === 'attestation' && service.taHostMoid === authority.moid)
    .map((service) => service.id);

/** What a trusted cluster is bound to now, as the services are registered. */
export const desiredTrust = ({ trust, vcenter }: LabCluster): Map<string, readonly string[]> =>
  new Map(
    [...(trust?.desired ?? [])].flatMap((id) => {
      const service = vcenter.taServices.get(id);
      return service ? [[id, service.trustedCa] as const] : [];
    }),
  );

/** Whether the trusted host still expects other authorities than those by which the Trust Authority host is known now. */
export const mistrusts = (host: LabHost, authority: LabHost): boolean =>
  attestationServices(host.vcenter, authority)
    .map((id) => host.cluster.trust?.applied.get(id))
    .some((known) => known !== undefined && known.join() !== authority.trustedCa.join());

export const isAttested = (host: LabHost): boolean =>
  [...host.reports.values()].some((report) => report.status === 'attested');
