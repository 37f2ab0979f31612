import type { EsxCluster, EsxHost } from '../../model/inventory.js';
import type { HostReadiness } from '../../model/readiness.js';
import { checkNamed, gib, isInService, nameSome } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'evacuation-reservations',
  rule: 'ORD-8',
  looksAt:
    'The other hosts of a cluster have the unreserved memory that VMs of each host with work have reserved.',
  severities: ['blocker', 'warning'],
  remedy: 'Lower the reservations, add a host, or shut the VMs that are named down for the upgrade.',
  waivable: true,
});

type Reserved = NonNullable<HostReadiness['reservedVms']>[number];

/**
 * A VM moves only to a host whose unreserved memory covers its reservation (2.14). What ESXi keeps for itself and the
 * overhead of VMs are not counted: there may be less room than is said here, never more. @rule ORD-7, ORD-8
 */
export const evacuationReservations = check(({ sides, dueOf }) =>
  sides.flatMap(({ clusters, readiness }) => {
    const known = new Map((readiness.hosts ?? []).map((host) => [host.moid, host]));
    return clusters.flatMap((cluster) => dueOf(cluster).flatMap((host) => ofHost(host, cluster, known)));
  }),
);

function ofHost(host: EsxHost, { ref, hosts }: EsxCluster, known: ReadonlyMap<string, HostReadiness>) {
  const vms = known.get(host.ref.moid)?.reservedVms ?? [];
  const others = hosts
    .filter((other) => other !== host && isInService(other))
    .map((other) => known.get(other.ref.moid));
  const free = others.flatMap((other) => unreserved(other) ?? []);
  // That no host is in service, or that one does not tell, say others.
  if (vms.length === 0 || free.length === 0 || free.length < others.length) return [];
  const most = Math.max(...free);
  const tooLarge = vms.filter(({ memoryMiB }) => memoryMiB > most);
  const { name } = host.ref;
  const left = leftOver(
    vms.filter((vm) => !tooLarge.includes(vm)),
    free,
  );
  return [
    ...tooLarge.map((vm) =>
      blocker(
        name,
        `${vm.name} on ${name} has ${gib(vm.memoryMiB)} reserved; the other hosts of ${ref.name} in service have at most ${gib(most)} unreserved each.`,
        `Lower the reservation of ${vm.name}, shut it down for the upgrade, or add a host that can take it.`,
      ),
    ),
    ...(left.length === 0 ? [] : [tooMany(host, ref.name, left, { vms, free })]),
  ];
}

function tooMany(
  { ref: { name } }: EsxHost,
  cluster: string,
  left: readonly Reserved[],
  { vms, free }: { readonly vms: readonly Reserved[]; readonly free: readonly number[] },
) {
  const [needed, room] = [sum(vms.map(({ memoryMiB }) => memoryMiB)), sum(free)];
  // Room enough in all may still not be where a VM fits into it; then another order of moves may succeed.
  return (needed > room ? blocker : warning)(
    name,
    `The VMs of ${name} have ${gib(needed)} reserved, and the other hosts of ${cluster} in service have ${gib(room)} unreserved: there is no room for ${nameSome(left.map((vm) => vm.name))}.`,
    'Lower the reservations of these VMs, shut them down for the upgrade, or add a host.',
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function unreserved(host: HostReadiness | undefined): number | undefined {
  if (host?.memoryMiB === undefined || host.reservedMiB === undefined) return undefined;
  return Math.max(0, host.memoryMiB - host.reservedMiB);
}

/** The VMs that find no room when each, the largest first, goes where most is left. */
function leftOver(vms: readonly Reserved[], free: readonly number[]): Reserved[] {
  const room = [...free];
  return vms
    .toSorted((a, b) => b.memoryMiB - a.memoryMiB || (a.name < b.name ? -1 : 1))
    .filter(({ memoryMiB }) => {
      const best = room.indexOf(Math.max(...room));
      if ((room[best] ?? 0) < memoryMiB) return true;
      room[best] = (room[best] ?? 0) - memoryMiB;
      return false;
    });
}
