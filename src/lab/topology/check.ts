import { offers } from '../world/releases.js';
import { apiVersionOf } from '../world/versions.js';
import type { Topology, TopologyVCenter } from './schema.js';

/** A mistake that the shape does not show, with the path of the value at fault. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Contradictions inside a topology of valid shape: names that do not meet, clusters on the wrong side. */
export function contradictionsOf(topology: Topology): Contradiction[] {
  const found: Contradiction[] = [];
  const add = (path: (string | number)[], text: string): void => void found.push({ path, text });
  const unique = (
    names: readonly string[],
    path: (index: number) => (string | number)[],
    what: string,
  ): void => {
    const seen = new Set<string>();
    names.forEach((name, index) => {
      if (seen.has(name)) add(path(index), `found a second ${what} "${name}"; names must differ`);
      seen.add(name);
    });
  };
  const vcenterNames = topology.vcenters.map(({ name }) => name);
  unique(vcenterNames, (index) => ['vcenters', index, 'name'], 'vCenter');

  const authorities = topology.vcenters.filter(({ role }) => role === 'authority');
  if (authorities.length !== 1) {
    add(['vcenters'], `found ${authorities.length} vCenters with role authority; allowed: exactly 1`);
  }
  const known = new Set(topology.esxiImages.map(({ version }) => version));
  const trusted = topology.vcenters.filter(({ role }) => role === 'trusted').map(({ name }) => name);
  topology.trustAuthority.principals?.forEach((name, index) => {
    if (trusted.includes(name)) return;
    add(['trustAuthority', 'principals', index], `found "${name}"; allowed: ${trusted.join(', ')}`);
  });

  const hostNames: { name: string; path: (string | number)[] }[] = [];
  topology.vcenters.forEach((vcenter, v) => {
    unique(
      vcenter.clusters.map(({ name }) => name),
      (index) => ['vcenters', v, 'clusters', index, 'name'],
      'cluster',
    );
    const lineOf = (version: string): string => version.split('.').slice(0, 2).join('.');
    vcenter.updates.forEach(({ version }, u) => {
      if (lineOf(version) === lineOf(vcenter.version)) return;
      add(
        ['vcenters', v, 'updates', u, 'version'],
        `found "${version}", which an appliance of ${vcenter.version} cannot install; allowed: ${lineOf(vcenter.version)}.x`,
      );
    });
    const authorityClusters = vcenter.clusters.filter(({ kind }) => kind === 'authority');
    if (vcenter.role === 'authority' && authorityClusters.length !== 1) {
      add(
        ['vcenters', v, 'clusters'],
        `found ${authorityClusters.length} clusters of kind authority; allowed: exactly 1`,
      );
    }
    vcenter.clusters.forEach((cluster, c) => {
      const at = (...rest: (string | number)[]) => ['vcenters', v, 'clusters', c, ...rest];
      const allowed = vcenter.role === 'authority' ? ['authority', 'plain'] : ['trusted', 'plain'];
      if (!allowed.includes(cluster.kind)) {
        add(
          at('kind'),
          `found "${cluster.kind}" on a vCenter with role ${vcenter.role}; allowed: ${allowed.join(', ')}`,
        );
      }
      if (cluster.image !== undefined && cluster.lifecycle === 'baseline') {
        add(
          at('image'),
          `found "${cluster.image}" in a cluster managed by baselines; allowed: lifecycle image only`,
        );
      }
      if (cluster.image !== undefined && !known.has(cluster.image)) {
        add(
          at('image'),
          `found "${cluster.image}"; allowed: ${[...known].join(', ') || 'a version of esxiImages'}`,
        );
      }
      const parallel = cluster.policy.parallel_remediation_action;
      if (
        parallel !== undefined &&
        !offers({ apiVersion: apiVersionOf(vcenter.version) }, 'parallelRemediation')
      ) {
        add(
          at('policy', 'parallel_remediation_action'),
          `found on a vCenter of ${vcenter.version}; allowed: 8.0 or later`,
        );
      }
      const names = cluster.hosts.map(({ name }) => name);
      cluster.hosts.forEach((host, h) => {
        hostNames.push({ name: host.name, path: at('hosts', h, 'name') });
        if ((host.version ?? cluster.version) === undefined) {
          add(at('hosts', h), 'found no version; allowed: version of the host or of its cluster');
        }
        if (host.missingImages.length > 0 && cluster.kind !== 'authority') {
          add(
            at('hosts', h, 'missingImages'),
            'found on a host that holds no base images; allowed: authority clusters',
          );
        }
        if (
          host.lastBoot === 'full' &&
          host.measured !== undefined &&
          host.measured !== (host.version ?? cluster.version)
        ) {
          add(
            at('hosts', h, 'measured'),
            `found "${host.measured}" after a full boot; allowed: the running version`,
          );
        }
      });
      cluster.vms.forEach((vm, m) => {
        if (!names.includes(vm.host)) {
          add(
            at('vms', m, 'host'),
            `found "${vm.host}", no host of cluster ${cluster.name}; allowed: ${names.join(', ')}`,
          );
        }
      });
    });
    vcenter.clusters.forEach(({ rules, vms, hosts, name }, c) =>
      rules.forEach((rule, r) => {
        for (const [field, known] of [
          ['vms', vms],
          ['hosts', hosts],
        ] as const) {
          rule[field].forEach((one, index) => {
            if (known.some((candidate) => candidate.name === one)) return;
            const allowed = known.map((candidate) => candidate.name).join(', ');
            add(
              ['vcenters', v, 'clusters', c, 'rules', r, field, index],
              `found "${one}", which cluster ${name} has not; allowed: ${allowed}`,
            );
          });
        }
        if (rule.kind !== 'apart' && rule.hosts.length === 0) {
          add(
            ['vcenters', v, 'clusters', c, 'rules', r, 'hosts'],
            'found no host; allowed: hosts of the cluster',
          );
        }
      }),
    );
    const vms = vcenter.clusters.flatMap((cluster, c) =>
      cluster.vms.map((vm, m) => ({ name: vm.name, path: ['vcenters', v, 'clusters', c, 'vms', m, 'name'] })),
    );
    unique(
      vms.map(({ name }) => name),
      (index) => vms[index]?.path ?? [],
      'VM',
    );
    const moids = moidsOf(vcenter, v);
    unique(
      moids.map(({ moid }) => moid),
      (index) => moids[index]?.path ?? [],
      'object',
    );
  });
  unique(
    hostNames.map(({ name }) => name),
    (index) => hostNames[index]?.path ?? [],
    'host',
  );
  return found;
}

/** Managed object IDs that the topology gives, with their places. */
function moidsOf({ clusters }: TopologyVCenter, v: number): { moid: string; path: (string | number)[] }[] {
  const given = (items: readonly { moid?: string | undefined }[], ...path: (string | number)[]) =>
    items.flatMap(({ moid }, index) =>
      moid === undefined ? [] : [{ moid, path: ['vcenters', v, 'clusters', ...path, index, 'moid'] }],
    );
  return [
    ...given(clusters),
    ...clusters.flatMap(({ hosts, vms }, c) => [...given(hosts, c, 'hosts'), ...given(vms, c, 'vms')]),
  ];
}
