import { startControl } from './control/index.js';
import type { ControlApi } from './control/index.js';
import { createWireLog } from './control/wire-log.js';
import type { WireLog } from './control/wire-log.js';
import { FORMAT } from './inputs/entry.js';
import { recordTo } from './inputs/recorder.js';
import { createRestDoor } from './rest/index.js';
import { freshIdentities, identitiesIn } from './server/identities.js';
import { serveWorld } from './server/index.js';
import { createEsxDoor, createSoapDoor } from './soap/index.js';
import type { Topology } from './topology/schema.js';
import type { LabWorld } from './world/api.js';
import type { LabCluster, LabHost, LabVCenter } from './world/model.js';
import { createWorld } from './world/world.js';

export interface LabOptions {
  readonly topology: Topology;
  readonly seed: number;
  /** Lab seconds per wall second. */
  readonly speed: number;
  readonly paused?: boolean;
  readonly controlPort?: number;
  /** Folder in which keys, certificates and ports of the servers are kept from one start to the next. */
  readonly identityDir?: string | undefined;
  /** File that everything that comes in is recorded into, to be replayed; it must not exist. */
  readonly record?: string | undefined;
}

/** What `vta lab` prints about itself: where everything listens, and how to recognise it. */
export interface LabAddresses {
  readonly vcenters: readonly {
    readonly name: string;
    readonly role: LabVCenter['role'];
    readonly url: string;
    /** SHA-256 of the server certificate. */
    readonly thumbprint: string;
    readonly clusters: readonly { readonly name: string; readonly kind: LabCluster['kind'] }[];
    /** `address` is `host:port`; `thumbprint` is SHA-256. */
    readonly hosts: readonly {
      readonly name: string;
      readonly address: string;
      readonly thumbprint: string;
    }[];
  }[];
  readonly control: string;
  readonly topology: string;
}

/** A lab that listens. `stop` ends every server and timer. */
export interface RunningLab extends LabAddresses {
  readonly world: LabWorld;
  readonly wire: WireLog;
  stop(): Promise<void>;
}

/** Starts a simulated estate in this process, with all its servers on free loopback ports. */
export async function startLab(options: LabOptions): Promise<RunningLab> {
  const wire = createWireLog();
  const { topology, seed, speed, paused = false, record } = options;
  const startAt = Date.now();
  const recorder = record === undefined ? undefined : recordTo(record);
  recorder?.write({ kind: 'lab', format: FORMAT, topology, seed, speed, paused, startAt });
  const world = createWorld({
    topology,
    seed,
    speed,
    paused,
    startAt,
    recorder,
    onSecret: (secret) => wire.hide(secret),
  });
  const doors = {
    rest: createRestDoor(world, wire),
    soap: createSoapDoor(world, wire),
    esx: createEsxDoor(world, wire),
  };
  const { identityDir } = options;
  const servers = await serveWorld(
    world,
    doors,
    identityDir === undefined ? freshIdentities : identitiesIn(identityDir),
  );
  let control: ControlApi;
  try {
    control = await startControl(world, wire, options.controlPort);
  } catch (error) {
    await servers.close();
    world.clock.stop();
    throw error;
  }
  return {
    world,
    wire,
    vcenters: [...world.vcenters.values()].map(addressesOf),
    control: control.url,
    topology: options.topology.name,
    async stop() {
      recorder?.end();
      world.clock.stop();
      world.traps.close();
      await Promise.all([servers.close(), control.close()]);
    },
  };
}

function addressesOf(vcenter: LabVCenter): LabAddresses['vcenters'][number] {
  const { endpoint } = vcenter;
  if (!endpoint) throw new Error(`vCenter ${vcenter.name} does not listen`);
  return {
    name: vcenter.name,
    role: vcenter.role,
    url: endpoint.url,
    thumbprint: endpoint.thumbprintSha256,
    clusters: [...vcenter.clusters.values()].map(({ name, kind }) => ({ name, kind })),
    hosts: [...vcenter.hosts.values()].map(hostAddress),
  };
}

function hostAddress({ name, endpoint }: LabHost): LabAddresses['vcenters'][number]['hosts'][number] {
  if (!endpoint) throw new Error(`host ${name} does not listen`);
  return { name, address: `${endpoint.address}:${endpoint.port}`, thumbprint: endpoint.thumbprintSha256 };
}
