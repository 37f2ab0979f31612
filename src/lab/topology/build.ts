import type { LabKeyServer, LabUser, LabVCenter } from '../world/model.js';
import { apiVersionOf, toBaseImage } from '../world/versions.js';
import { addCluster } from './build-cluster.js';
import type { NextMoid } from './build-cluster.js';
import { keyServersOf, linkTrust, principalOf } from './build-trust.js';
import { passwordOf, uuidOf } from './ids.js';
import type { Topology, TopologyVCenter } from './schema.js';

/** Initial state of a simulated estate, and the logins of the ESXi hosts per vCenter. */
export interface InitialState {
  readonly vcenters: Map<string, LabVCenter>;
  readonly hostUsers: Map<string, readonly LabUser[]>;
  readonly keyServers: readonly LabKeyServer[];
}

/** Moids start where a fresh vCenter has used up the low numbers for its own folders. */
const FIRST_MOID = 8;

/** Builds the state of a valid topology; equal topology and seed give equal identifiers and passwords. */
export function buildState(topology: Topology, seed: number, now: number): InitialState {
  const vcenters = new Map<string, LabVCenter>();
  const hostUsers = new Map<string, readonly LabUser[]>();
  for (const spec of topology.vcenters) {
    const vcenter = emptyVCenter(topology, spec, seed, now);
    vcenters.set(spec.name, vcenter);
    hostUsers.set(spec.name, usersOf(spec.hostUsers, seed, spec.name, 'hosts'));
    const nextMoid = moidCounter(spec);
    for (const cluster of spec.clusters) addCluster({ topology, vcenter, cluster, nextMoid, seed, now });
  }
  linkTrust(topology, vcenters, seed);
  return { vcenters, hostUsers, keyServers: keyServersOf(topology, seed) };
}

/** Counts on after the highest number that the topology gives: numbers are unique over all kinds, as in vCenter. */
function moidCounter({ clusters }: TopologyVCenter): NextMoid {
  const given = clusters.flatMap((cluster) => [cluster, ...cluster.hosts, ...cluster.vms]);
  let last = given.reduce(
    (highest, { moid }) => Math.max(highest, Number(moid?.replace(/\D/g, '') ?? 0)),
    FIRST_MOID - 1,
  );
  return (kind) => `${kind}${(last += 1)}`;
}

function usersOf(users: TopologyVCenter['users'], seed: number, ...where: string[]): LabUser[] {
  return users.map(({ password, nestedGroups, ...user }) => ({
    ...user,
    ...(nestedGroups === undefined ? {} : { nestedGroups }),
    password: password ?? passwordOf(seed, ...where, user.name),
  }));
}

function emptyVCenter(topology: Topology, spec: TopologyVCenter, seed: number, now: number): LabVCenter {
  return {
    name: spec.name,
    version: spec.version,
    build: spec.build,
    apiVersion: apiVersionOf(spec.version),
    instanceUuid: uuidOf(seed, 'vcenter', spec.name),
    users: usersOf(spec.users, seed, spec.name),
    role: spec.role,
    datacenter: { moid: 'datacenter-3', name: spec.datacenter },
    clusters: new Map(),
    hosts: new Map(),
    apart: new Map(),
    vms: new Map(),
    sessions: new Map(),
    tasks: new Map(),
    events: [],
    updates: spec.updates.map((update) => ({ ...update })),
    update: {
      state: spec.updateState ?? (spec.updates.length > 0 ? 'UPDATES_PENDING' : 'UP_TO_DATE'),
      progress: 0,
    },
    health: spec.health,
    space: { storage: spec.storageHealth, 'database-storage': spec.databaseHealth },
    timeSync: spec.timeSync,
    linkedWith: spec.linkedWith,
    vcenterHa: spec.vcenterHa,
    ...(spec.certificateExpiresAt === undefined
      ? {}
      : { certificateExpiresAt: Date.parse(spec.certificateExpiresAt) }),
    alarms: spec.alarms.map(({ name, on, status }) => ({
      name,
      status,
      since: now,
      ...(on === undefined ? {} : { on }),
    })),
    depot: new Map(
      topology.esxiImages.map(({ version, displayVersion, releasedAt }) => [
        toBaseImage(version),
        { version, displayName: 'ESXi', displayVersion, releasedAt: Date.parse(`${releasedAt}T00:00:00Z`) },
      ]),
    ),
    backups: backupsOf(spec),
    api: 'up',
    licensed: spec.licensed,
    taServices: new Map(),
    principal: {
      ...principalOf(spec.name, seed, 0, spec.signingExpiresAt),
      ...(spec.principalId === undefined ? {} : { id: spec.principalId }),
    },
    certificates: 1,
  };
}

/** The backup that was made before the lab began. */
function backupsOf({ backedUpAt }: TopologyVCenter): LabVCenter['backups'] {
  if (backedUpAt === undefined) return new Map();
  const endedAt = Date.parse(backedUpAt);
  const id = 'before-the-lab';
  const backup = {
    id,
    state: 'SUCCEEDED',
    progress: 100,
    comment: '',
    location: 'sftp://unknown.invalid/',
  } as const;
  return new Map([[id, { ...backup, startedAt: endedAt, endedAt }]]);
}
