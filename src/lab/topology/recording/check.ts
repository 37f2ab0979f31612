import type { Contradiction } from '../check.js';
import type { Recording } from './schema.js';

type Path = (string | number)[];

/** What a recording of valid shape leaves out or contradicts, so that no lab can be built from it. */
export function contradictionsOf({ vcenters, authority }: Recording): Contradiction[] {
  const found: Contradiction[] = [];
  const add = (path: Path, text: string): void => void found.push({ path, text });
  const unique = (names: readonly { name: string; path: Path }[], what: string): void => {
    const seen = new Set<string>();
    for (const { name, path } of names) {
      if (seen.has(name)) add(path, `found a second ${what} "${name}"; allowed: each once`);
      seen.add(name);
    }
  };

  const roles = vcenters.filter(({ role }) => role === 'authority').length;
  if (roles !== 1) add(['vcenters'], `found ${roles} vCenters with role authority; allowed: exactly 1`);
  if (authority === undefined)
    add([], 'found no authority: the Trust Authority Cluster could not be read. Probe again');
  unique(
    vcenters.map(({ name }, v) => ({ name, path: ['vcenters', v, 'name'] })),
    'vCenter',
  );
  unique(
    vcenters.flatMap(({ clusters }, v) =>
      clusters.flatMap(({ hosts }, c) =>
        hosts.map(({ name }, h) => ({ name, path: ['vcenters', v, 'clusters', c, 'hosts', h, 'name'] })),
      ),
    ),
    'host',
  );
  const trusted = vcenters.filter(({ role }) => role === 'trusted').map(({ name }) => name);
  authority?.principals.forEach(({ vcenter }, index) => {
    if (vcenter !== undefined && !trusted.includes(vcenter))
      add(
        ['authority', 'principals', index, 'vcenter'],
        `found "${vcenter}", no trusted vCenter; allowed: ${trusted.join(', ')}`,
      );
  });

  vcenters.forEach((vcenter, v) => {
    const at = (...rest: Path): Path => ['vcenters', v, ...rest];
    if (vcenter.version === undefined)
      add(at(), 'found no version: this vCenter could not be read. Probe again');
    if (vcenter.clusters.length === 0)
      add(at('clusters'), 'found no cluster: none could be read. Probe again');
    unique(
      vcenter.clusters.flatMap((cluster, c) =>
        [
          { moid: cluster.moid, path: at('clusters', c, 'moid') },
          ...cluster.hosts.map(({ moid }, h) => ({ moid, path: at('clusters', c, 'hosts', h, 'moid') })),
          ...cluster.vms.map(({ moid }, m) => ({ moid, path: at('clusters', c, 'vms', m, 'moid') })),
        ].map(({ moid, path }) => ({ name: moid, path })),
      ),
      'object',
    );
    unique(
      vcenter.clusters.map(({ name }, c) => ({ name, path: at('clusters', c, 'name') })),
      'cluster',
    );
    vcenter.clusters.forEach((cluster, c) => {
      const inside = (...rest: Path): Path => at('clusters', c, ...rest);
      if (cluster.kind !== vcenter.role)
        add(
          inside('kind'),
          `found "${cluster.kind}" on a vCenter with role ${vcenter.role}; allowed: ${vcenter.role}`,
        );
      if (!cluster.hosts.some(({ installed }) => installed !== undefined))
        add(inside('hosts'), 'found no host with a version; allowed: at least 1');
      const moids = new Set(cluster.hosts.map(({ moid }) => moid));
      cluster.vms.forEach(({ host }, m) => {
        if (!moids.has(host)) add(inside('vms', m, 'host'), `found "${host}", no host of this cluster`);
      });
      cluster.hosts.forEach(({ boot, bootedAt }, h) => {
        if (boot !== 'unknown' && bootedAt === undefined)
          add(inside('hosts', h, 'boot'), `found "${boot}" without bootedAt; allowed: unknown`);
      });
    });
  });
  return found;
}
