import { RELEASES, type Release } from '../../src/lab/topology/release-numbers.js';
import { Topology } from '../../src/lab/topology/schema.js';
import type { TopologyInput } from '../../src/lab/topology/schema.js';
import type { LabWorld } from '../../src/lab/world/api.js';
import type {
  JournalEntry,
  LabCluster,
  LabHost,
  LabSession,
  LabTask,
  LabVCenter,
} from '../../src/lab/world/model.js';
import { createWorld } from '../../src/lab/world/world.js';

export const OLD = '8.0.2-22380479';
export const NEW = '8.0.3-24022510';
export const NEW_IMAGE = '8.0.3-0.0.24022510';

type ClusterInput = TopologyInput['vcenters'][number]['clusters'][number];

export interface LabWorldInput {
  /** Changes the trusted cluster `Prod`. */
  readonly cluster?: Partial<ClusterInput>;
  readonly hosts?: number;
  readonly taHosts?: ClusterInput['hosts'];
  readonly timing?: TopologyInput['timing'];
  readonly assumptions?: TopologyInput['assumptions'];
  readonly baseImages?: string[];
  readonly seed?: number;
  /** Where everything starts; 8.0 U2 when absent. */
  readonly release?: Release;
  readonly updates?: TopologyInput['vcenters'][number]['updates'];
}

const users: TopologyInput['vcenters'][number]['users'] = [
  {
    name: 'svc@vsphere.local',
    password: 'svc-pass',
    groups: ['TrustedAdmins'],
    privileges: ['*', 'TrustedAdmin.*'],
  },
  { name: 'admin@vsphere.local', password: 'admin-pass', groups: ['Administrators'], privileges: ['*'] },
];

/** Three Trust Authority hosts `ta-1..3`, one trusted cluster `Prod` with hosts `esx-1..n`; no jitter. */
export function aTopology(input: LabWorldInput = {}): Topology {
  const { vcenter, esxi } = RELEASES[input.release ?? '8.0.2'];
  const appliance = {
    ...vcenter,
    updates: input.updates ?? [{ version: '8.0.3.00000', name: 'VC-8.0U3', build: '24022515' }],
    users,
  };
  return Topology.parse({
    name: 'test',
    timing: { jitter: 0, ...input.timing },
    assumptions: input.assumptions ?? {},
    esxiImages: [
      ...(esxi.version === NEW ? [] : [esxi]),
      { version: NEW, displayVersion: '8.0 U3', releasedAt: '2024-06-25' },
    ],
    trustAuthority: { baseImages: input.baseImages ?? [esxi.version] },
    vcenters: [
      {
        name: 'ta-vc',
        role: 'authority',
        ...appliance,
        clusters: [
          {
            name: 'TA',
            kind: 'authority',
            version: esxi.version,
            hosts: input.taHosts ?? [{ name: 'ta-1' }, { name: 'ta-2' }, { name: 'ta-3' }],
          },
        ],
      },
      {
        name: 'wl-vc',
        role: 'trusted',
        ...appliance,
        clusters: [
          {
            name: 'Prod',
            kind: 'trusted',
            version: esxi.version,
            hosts: Array.from({ length: input.hosts ?? 3 }, (_, index) => ({ name: `esx-${index + 1}` })),
            ...input.cluster,
          },
        ],
      },
    ],
  } satisfies TopologyInput);
}

/** A world that stands still until `step`, with shortcuts to what tests look at. */
export class LabBench {
  readonly world: LabWorld;

  constructor(input: LabWorldInput = {}) {
    this.world = createWorld({
      topology: aTopology(input),
      seed: input.seed ?? 1,
      speed: 1,
      paused: true,
      startAt: Date.parse('2026-01-01T00:00:00Z'),
    });
  }

  vcenter(name: 'ta-vc' | 'wl-vc'): LabVCenter {
    return this.world.vcenters.get(name) as LabVCenter;
  }
  session(name: 'ta-vc' | 'wl-vc' = 'wl-vc'): LabSession {
    return this.world.login(this.vcenter(name), 'svc@vsphere.local', 'svc-pass', 'rest');
  }
  cluster(name: 'TA' | 'Prod' = 'Prod'): LabCluster {
    const clusters = [...this.world.vcenters.values()].flatMap((vcenter) => [...vcenter.clusters.values()]);
    return clusters.find((cluster) => cluster.name === name) as LabCluster;
  }
  host(name: string): LabHost {
    const hosts = [...this.world.vcenters.values()].flatMap((vcenter) => [...vcenter.hosts.values()]);
    return hosts.find((host) => host.name === name) as LabHost;
  }
  minutes(count: number): void {
    this.world.clock.step(count * 60);
  }
  /** Commits the new image for `Prod` and answers the commit. */
  commitNew(): string {
    const session = this.session();
    const draft = this.world.createDraft(this.cluster(), session);
    this.world.setDraftImage(this.cluster(), session, draft, NEW_IMAGE);
    const task = this.world.commitDraft(this.cluster(), session, draft, 'to U3');
    this.minutes(1);
    return task.result as string;
  }
  apply(hosts: readonly string[], commit = this.commitNew()): LabTask {
    return this.world.apply(this.cluster(), this.session(), {
      commit,
      hosts: hosts.map((name) => this.host(name).moid),
      acceptEula: true,
    });
  }
  /** `effect subject` of everything in the journal, or of one subject. */
  effects(subject?: string): string[] {
    return this.world.journal.entries
      .filter((entry) => subject === undefined || entry.subject === subject)
      .map((entry) => entry.effect);
  }
  entries(effect: JournalEntry['effect'], subject?: string): JournalEntry[] {
    return this.world.journal.entries.filter(
      (entry) => entry.effect === effect && (subject === undefined || entry.subject === subject),
    );
  }
  /** Status per Trust Authority host name. */
  reports(host: string): Record<string, string> {
    return Object.fromEntries(
      [...this.vcenter('ta-vc').hosts.values()].map((ta) => [
        ta.name,
        this.host(host).reports.get(ta.moid)?.status ?? 'none',
      ]),
    );
  }
}
