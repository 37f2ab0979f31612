import type { LabCluster, LabHost, Version } from '../world/model.js';

/** The last request to apply an image to a host, and how it ended. */
export interface ApplyOnHost {
  readonly commit: string;
  readonly version: Version;
  readonly status: 'running' | 'ok' | 'failed';
}

/** What the journal says about one host, up to an entry. */
export interface HostState {
  readonly name: string;
  readonly vcenter: string;
  /** Key of its cluster in `EstateState.clusters`. */
  readonly cluster: string;
  readonly kind: LabCluster['kind'];
  readonly installed: Version;
  readonly measured: Version;
  readonly fallback: Version | null;
  readonly connection: LabHost['connection'];
  readonly inMaintenance: boolean;
  /** Maintenance mode was ordered by an entry of this journal, and is neither reached nor given up. */
  readonly entering: boolean;
  /** In maintenance since an entry of this journal, not from the beginning. */
  readonly maintenanceIsOurs: boolean;
  /** Between a reboot and the boot that ends it: who asked for it. */
  readonly rebooting?: 'vlcm' | 'operator' | 'fault' | 'console';
  readonly stoppedServices: ReadonlySet<string>;
  /** Of these, the ones that were stopped or restarted by order and have not come up since. */
  readonly servicesStoppedByUs: ReadonlySet<string>;
  /** TA hosts with a valid attestation report of it. */
  readonly attestedBy: ReadonlySet<string>;
  /** Lab time at which a report was last refused or ran out, without a boot since. */
  readonly reportLostAt?: string;
  /** Could not attest when the lab started, and has not since: known to the operator, not caused by the run. */
  readonly knownException: boolean;
  readonly apply?: ApplyOnHost;
  /** Taken out of the inventory, and not added again yet. */
  readonly isRemoved: boolean;
  /** Taken into the inventory by an entry of this journal. */
  readonly wasAdded: boolean;
  /** Version before the newest installation of another one: what a failed upgrade is taken back to. */
  readonly cameFrom?: Version;
  /** Something has happened since the last reboot by an operator that may need another one. */
  readonly mayReboot: boolean;
}

export interface ClusterState {
  readonly name: string;
  readonly vcenter: string;
  readonly kind: LabCluster['kind'];
  /** Effective policies. */
  readonly policyAtStart: Readonly<Record<string, unknown>>;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly policyWritten: boolean;
  /** A plain cluster that was made a trusted one. */
  readonly joined: boolean;
  /** A TA host came back with another certificate, and this trusted cluster was not remediated since. */
  readonly mistrusts: boolean;
  readonly hosts: ReadonlyMap<string, HostState>;
}

export interface VCenterState {
  readonly name: string;
  readonly role: 'authority' | 'trusted';
  readonly version: string;
  readonly install?: { readonly version: string; readonly status: 'running' | 'ok' | 'failed' };
  /** A backup has succeeded since the lab started and since the last successful install. */
  readonly backedUp: boolean;
  /** Its signing certificates changed and its clusters were not remediated since. */
  readonly principalChanged: boolean;
}

/** INV-6: 1 TA vCenter, 2 TA hosts, 3 trusted vCenters, 4 trusted hosts. */
export type TierNumber = 1 | 2 | 3 | 4;

/** A journal may hold several upgrades one after another; order is judged within one. */
export interface UpgradeState {
  readonly number: number;
  readonly begun: ReadonlySet<TierNumber>;
  /** Target version by host or vCenter that was changed. */
  readonly targets: ReadonlyMap<string, string>;
}

export interface EstateState {
  readonly vcenters: ReadonlyMap<string, VCenterState>;
  readonly clusters: ReadonlyMap<string, ClusterState>;
  /** Cluster key by host name. */
  readonly home: ReadonlyMap<string, string>;
  /** Base images on each TA host. */
  readonly images: ReadonlyMap<string, ReadonlySet<Version>>;
  /** vTA configuration of each TA host but for its images: digest by item. */
  readonly configuration: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What every TA host held when its cluster was emptied, images included; it has to come back. */
  readonly lost: ReadonlyMap<string, string>;
  /** Host first taken to a version that was not trusted yet, by `vcenter version`. */
  readonly testHosts: ReadonlyMap<string, string>;
  /** First trusted host of a cluster taken to a version, by `cluster version`. */
  readonly firstHosts: ReadonlyMap<string, string>;
  readonly upgrade: UpgradeState;
}

/** Cluster names are unique per vCenter only. */
export const clusterKey = (vcenter: string, cluster: string): string => `${vcenter}/${cluster}`;
export const versionKey = (scope: string, version: Version): string => `${scope} ${version}`;

export function hostNamed(state: EstateState, name: string): HostState {
  const host = state.clusters.get(state.home.get(name) ?? '')?.hosts.get(name);
  if (!host) throw new Error(`the journal names host ${name}, which the lab did not start with`);
  return host;
}

export function vcenterNamed(state: EstateState, name: string): VCenterState {
  const vcenter = state.vcenters.get(name);
  if (!vcenter) throw new Error(`the journal names vCenter ${name}, which the lab did not start with`);
  return vcenter;
}

export function clusterAt(state: EstateState, vcenter: string, name: string): ClusterState {
  const cluster = state.clusters.get(clusterKey(vcenter, name));
  if (!cluster) throw new Error(`the journal names cluster ${name}, which the lab did not start with`);
  return cluster;
}

/** Those that were removed are not among them. */
export const hostsOf = (state: EstateState, kind: LabCluster['kind']): HostState[] =>
  everyHostOf(state, kind).filter(({ isRemoved }) => !isRemoved);

export const everyHostOf = (state: EstateState, kind: LabCluster['kind']): HostState[] =>
  [...state.clusters.values()].filter((c) => c.kind === kind).flatMap((c) => [...c.hosts.values()]);
