import {
  createAuthorityZone,
  createOrchestrationZone,
  createTrustedZone,
} from '../../src/activities/index.js';
import { getJson } from '../../src/activities/json-blobs.js';
import type { Patience } from '../../src/activities/watch.js';
import type { Estate } from '../../src/domain/model/estate.js';
import type { EstateInventory, Unreadable } from '../../src/domain/model/inventory.js';
import { planOperation, retiringExtras, type OperationPlan } from '../../src/domain/operations/index.js';
import type { BeyondEstate } from '../../src/domain/retiring/index.js';
import { RELEASES } from '../../src/lab/topology/release-numbers.js';
import { sampleAuthorityCluster, sampleTrust, sampleUsers } from '../../src/lab/topology/sample.js';
import { Topology, type TopologyInput } from '../../src/lab/topology/schema.js';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import { inActivity } from './fake-vsphere.js';
import { startLabVSphere } from './lab-vsphere.js';
import { memoryRecords } from './memory-records.js';
import { memoryBlobs } from './memory-blobs.js';

/** Three versions, the oldest first: A, B and C of the rules. */
export const A = RELEASES['8.0.1'].esxi.version;
export const B = RELEASES['8.0.2'].esxi.version;
export const C = RELEASES['8.0.3'].esxi.version;
const SPEED = 500;

type VCenterInput = TopologyInput['vcenters'][number];
type HostInput = VCenterInput['clusters'][number]['hosts'][number];

/** What each trusted host runs, and what its last full boot measured. */
export interface RetiringHost {
  readonly name: string;
  readonly installed: string;
  readonly measured: string;
}

export interface RetiringEstate {
  /** Base images of the Trust Authority Cluster. */
  readonly images: readonly string[];
  /** Hosts of the cluster `Prod` of `wl-vc`. */
  readonly prod: readonly RetiringHost[];
  /** Hosts of the cluster `East` of a second trusted vCenter, `wl-east`. */
  readonly east?: readonly RetiringHost[];
  /** Hosts of a trusted cluster of `wl-vc` that the estate file does not name. */
  readonly unnamed?: readonly RetiringHost[];
}

const hostOf = ({ name, installed, measured }: RetiringHost): HostInput => ({
  name,
  version: installed,
  ...(installed === measured ? {} : { lastBoot: 'quick' as const, measured }),
});

function topologyOf({ images, prod, east = [], unnamed = [] }: RetiringEstate): Topology {
  const side = (name: string, clusters: VCenterInput['clusters']): VCenterInput => ({
    name,
    role: 'trusted',
    ...RELEASES['8.0.3'].vcenter,
    users: sampleUsers(name),
    clusters,
  });
  const cluster = (name: string, hosts: readonly RetiringHost[]): VCenterInput['clusters'] =>
    hosts.length === 0 ? [] : [{ name, kind: 'trusted', image: C, hosts: hosts.map((host) => hostOf(host)) }];
  return Topology.parse({
    name: 'retiring',
    timing: {
      reportLifetimeSeconds: 1_800,
      reportRenewBeforeSeconds: 600,
      fullBootSeconds: 420,
      attestationSeconds: 60,
      // A slow machine must not be logged out between two calls.
      sessionIdleSeconds: 86_400,
    },
    esxiImages: [RELEASES['8.0.1'].esxi, RELEASES['8.0.2'].esxi, RELEASES['8.0.3'].esxi],
    trustAuthority: { ...sampleTrust(C), baseImages: [...images] },
    vcenters: [
      {
        name: 'ta-vc',
        role: 'authority',
        ...RELEASES['8.0.3'].vcenter,
        users: sampleUsers('ta-vc'),
        clusters: [sampleAuthorityCluster(C, 2)],
      },
      side('wl-vc', [...cluster('Prod', prod), ...cluster('Unnamed', unnamed)]),
      ...(east.length === 0 ? [] : [side('wl-east', cluster('East', east))]),
    ],
  } satisfies TopologyInput);
}

/**
 * A lab with such an estate and the product's own activities on it. The ledger has seen every host on its measured
 * version first, as a service that was there before its Quick Boots would have; the archive holds every image.
 */
export async function startRetiringLab(shape: RetiringEstate) {
  const lab = await startLabVSphere({ speed: SPEED, topology: topologyOf(shape) });
  const { world } = lab.lab;
  const blobs = memoryBlobs();
  const records = memoryRecords().port;
  const zones = {
    ...createAuthorityZone({ vsphere: lab.vsphere, blobs, timeScale: SPEED }),
    ...createTrustedZone({ vsphere: lab.vsphere, blobs, timeScale: SPEED }),
    ...createOrchestrationZone({ records, blobs }),
  };
  const estate: Estate = {
    name: 'lab',
    authority: { vcenter: lab.ta, cluster: 'TA' },
    trusted: [
      { vcenter: lab.wl, clusters: [{ name: 'Prod' }] },
      ...(shape.east === undefined ? [] : [{ vcenter: lab.refOf('wl-east'), clusters: [{ name: 'East' }] }]),
    ],
    taskQueues: { authority: 'a', trusted: 't' },
  };
  const files: Record<string, string> = {};
  for (const version of shape.images) {
    const bytes = imageDatabaseOf(version);
    files[version] = await blobs.put(bytes);
    await records.putArchivedImage?.({
      estate: 'lab',
      version,
      hash: files[version],
      bytes: bytes.byteLength,
      sourceHost: 'x',
      exportedAt: '2025-12-01T00:00:00.000Z',
      quickBooted: false,
    });
  }
  const all = [...shape.prod, ...(shape.east ?? []), ...(shape.unnamed ?? [])];
  await records.putLedger?.(
    'lab',
    all.map(({ name, measured }) => {
      const { moid, vcenter } = lab.host(name);
      return {
        host: { vcenter: vcenter.name, moid, name },
        installed: measured,
        measured,
        boot: { type: 'full', source: 'event', bootTime: '2025-01-01T00:00:00.000Z' },
        at: '2025-01-01T01:00:00.000Z',
      };
    }),
  );

  /** Reads both sides as planning does; what does not answer is named. */
  async function read(sides: Estate['trusted']): Promise<{ inventoryHash: string; beyond: string[] }> {
    const unreadable: Unreadable[] = [];
    const trustedHashes: string[] = [];
    const beyond: string[] = [];
    const authority = await inActivity(zones.surveyAuthority, estate.authority);
    for (const side of sides) {
      try {
        trustedHashes.push((await inActivity(zones.surveyTrustedSide, { side })).hash);
        beyond.push((await inActivity(zones.surveyBeyond, { side })).hash);
      } catch (error) {
        unreadable.push({ subject: side.vcenter.name, reason: String(error) });
      }
    }
    const { inventoryHash } = await inActivity(zones.assembleInventory, {
      estate,
      authorityHash: authority.hash,
      trustedHashes,
      unreadable,
    });
    return { inventoryHash, beyond };
  }

  return {
    ...lab,
    world,
    estate,
    zones,
    /** Hashes of the archived files. */
    files,
    /** The plan that the API would answer. */
    async plan(
      versions: readonly string[],
      rollbackWindowHours = 0,
      sides = estate.trusted,
    ): Promise<OperationPlan> {
      const { inventoryHash, beyond } = await read(sides);
      const parts = await Promise.all(beyond.map((hash) => getJson<BeyondEstate>(blobs, hash)));
      const extras = Object.fromEntries([
        [retiringExtras.rules, { rollbackWindowHours }],
        ...parts.map((part) => [retiringExtras.beyond(part.vcenter), part]),
      ]) as Record<string, unknown>;
      const facts = {
        now: new Date().toISOString(),
        estate: { ...estate, trusted: sides },
        inventory: await getJson<EstateInventory>(blobs, inventoryHash),
        archivedImages: (await records.listArchivedImages?.('lab')) ?? [],
        extras,
      };
      const request = {
        estate: 'lab',
        kind: 'retire-base-images',
        reason: 'r',
        parameters: { versions },
      } as const;
      return planOperation(facts, request, 'e');
    },
    patience: (limitSeconds = 30): Patience => ({
      sinceMs: Date.now(),
      limitSeconds,
      patient: false,
      handedOver: false,
    }),
    /** Somebody boots a host fully. */
    reboot(name: string): void {
      const host = lab.host(name);
      const user = host.vcenter.users.find(({ groups }) => groups.includes('Administrators'));
      if (user === undefined) throw new Error('the vCenter has no administrator');
      world.reboot(host, world.login(host.vcenter, user.name, user.password, 'soap'), true);
    },
  };
}
