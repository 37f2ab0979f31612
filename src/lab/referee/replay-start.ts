import type { JournalEntry, LabCluster, LabHost, Version } from '../world/model.js';
import { names } from './detail.js';
import type { ClusterState, EstateState, HostState, VCenterState } from './estate.js';
import { clusterKey } from './estate.js';

/** `lab.started` as documented beside `Effect`. */
interface StartedVCenter {
  readonly name: string;
  readonly role: VCenterState['role'];
  readonly version: string;
  readonly clusters: readonly {
    readonly name: string;
    readonly kind: LabCluster['kind'];
    readonly policy: Readonly<Record<string, unknown>>;
    readonly hosts: readonly {
      readonly name: string;
      readonly installed: Version;
      readonly measured: Version;
      readonly fallback?: Version | null;
      readonly inMaintenance: boolean;
      readonly connection: LabHost['connection'];
    }[];
  }[];
}

/** The estate as the lab started it. */
export function startingEstate(entry: JournalEntry): EstateState {
  if (entry.effect !== 'lab.started') throw new Error('the journal does not begin with lab.started');
  const wire = entry.detail['vcenters'] as readonly StartedVCenter[];
  const trusted = names(entry, 'images');
  const clusters = wire.flatMap((vcenter) => vcenter.clusters.map((cluster) => ({ vcenter, cluster })));
  const taHosts = clusters
    .filter(({ cluster }) => cluster.kind === 'authority')
    .flatMap(({ cluster }) => cluster.hosts.map((host) => host.name));
  return {
    vcenters: new Map(wire.map((vcenter) => [vcenter.name, startingVCenter(vcenter)])),
    clusters: new Map(
      clusters.map(({ vcenter, cluster }) => [
        clusterKey(vcenter.name, cluster.name),
        startingCluster(vcenter.name, cluster, trusted, taHosts),
      ]),
    ),
    home: new Map(
      clusters.flatMap(({ vcenter, cluster }) =>
        cluster.hosts.map((host) => [host.name, clusterKey(vcenter.name, cluster.name)] as const),
      ),
    ),
    images: new Map(taHosts.map((host) => [host, new Set(trusted)])),
    configuration: startingConfiguration(entry),
    lost: new Map(),
    testHosts: new Map(),
    firstHosts: new Map(),
    upgrade: { number: 1, begun: new Set(), targets: new Map() },
  };
}

function startingConfiguration({ detail }: JournalEntry): EstateState['configuration'] {
  const wire = detail['configuration'] as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return new Map(Object.entries(wire ?? {}).map(([host, items]) => [host, new Map(Object.entries(items))]));
}

const startingVCenter = ({ name, role, version }: StartedVCenter): VCenterState => ({
  name,
  role,
  version,
  backedUp: false,
  principalChanged: false,
});

function startingCluster(
  vcenter: string,
  cluster: StartedVCenter['clusters'][number],
  trusted: readonly Version[],
  taHosts: readonly string[],
): ClusterState {
  const host = (wire: (typeof cluster.hosts)[number]): HostState => {
    const attests =
      cluster.kind === 'trusted' && wire.connection === 'connected' && trusted.includes(wire.measured);
    return {
      name: wire.name,
      vcenter,
      cluster: clusterKey(vcenter, cluster.name),
      kind: cluster.kind,
      installed: wire.installed,
      measured: wire.measured,
      fallback: wire.fallback ?? null,
      connection: wire.connection,
      inMaintenance: wire.inMaintenance,
      entering: false,
      maintenanceIsOurs: false,
      stoppedServices: new Set(),
      servicesStoppedByUs: new Set(),
      attestedBy: new Set(attests ? taHosts : []),
      knownException: cluster.kind === 'trusted' && !attests,
      mayReboot: true,
      isRemoved: false,
      wasAdded: false,
    };
  };
  const { name, kind, policy } = cluster;
  const hosts = new Map(cluster.hosts.map((wire) => [wire.name, host(wire)]));
  return {
    name,
    vcenter,
    kind,
    policyAtStart: policy,
    policy,
    policyWritten: false,
    joined: false,
    mistrusts: false,
    hosts,
  };
}
