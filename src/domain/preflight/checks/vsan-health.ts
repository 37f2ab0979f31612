import type { EsxCluster } from '../../model/inventory.js';
import type { VsanReading } from '../../model/readiness.js';
import { checkNamed, count, nameSome } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'vsan-health',
  rule: 'ORD-8',
  looksAt:
    'The vSAN of clusters with work has healthy members that see each other, and resynchronizes nothing.',
  severities: ['blocker', 'warning'],
  remedy: 'Wait for the resynchronization to end, or repair vSAN; never force a host into maintenance.',
  waivable: true,
});

const NEVER_FORCE = 'never force a host into maintenance';

/**
 * vSAN refuses maintenance mode while objects lack a copy, and a second host that is away loses data (2.14). What its
 * health service says (network, disks, objects) is on an interface that is not read. @rule ORD-7, ORD-8, DG-14
 */
export const vsanHealth = check(({ sides, dueOf }) =>
  sides.flatMap(({ clusters, readiness: { vsan } }) =>
    clusters
      .filter((cluster) => cluster.vsan === true && dueOf(cluster).length > 0)
      .flatMap((cluster) => {
        const reading = vsan?.find((one) => one.cluster === cluster.ref.moid);
        return [...ofMembers(cluster, reading), ...ofResync(cluster, reading)];
      }),
  ),
);

function ofMembers({ ref, hosts }: EsxCluster, reading: VsanReading | undefined) {
  const nodes = reading?.nodes ?? [];
  const nameOf = (moid: string): string => hosts.find((host) => host.ref.moid === moid)?.ref.name ?? moid;
  const named = (bad: VsanReading['nodes']): string => nameSome(bad.map(({ moid }) => nameOf(moid)));
  const ill = nodes.filter(({ health }) => health === 'unhealthy');
  const split = nodes.filter(({ health, members }) => health === 'healthy' && members < nodes.length);
  const unknown = nodes.filter(({ health }) => health !== 'healthy' && health !== 'unhealthy');
  const found = [];
  if (ill.length > 0 || split.length > 0) {
    const what =
      ill.length > 0
        ? `${named(ill)} ${ill.length === 1 ? 'is' : 'are'} not healthy`
        : `${named(split)} ${split.length === 1 ? 'does' : 'do'} not see all members`;
    found.push(
      blocker(
        ref.name,
        `In the vSAN of ${ref.name} ${what}: with another host away its data may not be accessible.`,
        `Repair vSAN first; ${NEVER_FORCE}.`,
      ),
    );
  }
  if (unknown.length > 0 || nodes.length === 0) {
    found.push(
      warning(
        ref.name,
        `The health of vSAN on ${nodes.length === 0 ? `the hosts of ${ref.name}` : named(unknown)} is not known.`,
        `Look at vSAN health in the vSphere Client before you approve; ${NEVER_FORCE}.`,
        'DG-14',
      ),
    );
  }
  return found;
}

function ofResync({ ref }: EsxCluster, reading: VsanReading | undefined) {
  if (reading?.resync === undefined) {
    return [
      warning(
        ref.name,
        `Whether the vSAN of ${ref.name} resynchronizes could not be read.`,
        `Look at the resynchronizing objects in the vSphere Client before you approve; ${NEVER_FORCE}.`,
        'DG-14',
      ),
    ];
  }
  const { objects, bytes } = reading.resync;
  if (objects === 0) return [];
  return [
    blocker(
      ref.name,
      `The vSAN of ${ref.name} resynchronizes ${count(objects, 'object')}, ${Math.ceil(bytes / 1024 ** 3)} GiB left: it refuses maintenance mode until that has ended.`,
      `Wait until nothing is resynchronized, then plan again; ${NEVER_FORCE}.`,
    ),
  ];
}
