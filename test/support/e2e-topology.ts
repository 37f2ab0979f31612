import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { RELEASES, type Release } from '../../src/lab/topology/release-numbers.js';
import type { TopologyInput } from '../../src/lab/topology/schema.js';
import { NEW } from './e2e-estate.js';
import { packageFolder } from './processes.js';

/** What differs from the tiny topology as it is written. */
export interface EstateOptions {
  /** How much of the upgrade lies behind the estate when the test begins. */
  readonly done?: 'nothing' | 'vcenters' | 'authority' | 'all';
  /** A second trusted vCenter `east-vc`, whose only host `east-esx1` was booted fully on this version. */
  readonly eastMeasured?: string;
  /** Lab time for which an attestation report lasts; the lab's own when absent. */
  readonly reportLifetimeSeconds?: number;
  /** Where the estate starts; 8.0 U2 as written. */
  readonly release?: Release;
  /** Whether the update of the trusted vCenter renews its signing certificates. */
  readonly changesPrincipal?: boolean;
  /** Whether the trusted cluster is managed by baselines. */
  readonly withoutImage?: boolean;
  /** Whether the trusted cluster has Quick Boot on. */
  readonly quickBoot?: boolean;
  /** Whether remediation of the trusted cluster switches HA admission control off. */
  readonly disablesAdmissionControl?: boolean;
  /** Name of a trusted host that cannot Quick Boot. */
  readonly withoutQuickBoot?: string;
  /** Trusted hosts; three when absent, two are enough for most of what there is to see. Those beyond run no VMs. */
  readonly trustedHosts?: number;
  /** Trust Authority hosts; two when absent. */
  readonly authorityHosts?: number;
  /** The first trusted host was booted fully on this version, and quickly on that of its cluster. */
  readonly measured?: string;
  /** Base images that are trusted besides. */
  readonly alsoTrusted?: readonly string[];
  /** What the lab does where no source says it. */
  readonly assumptions?: TopologyInput['assumptions'];
  /** Lab time after which an unused session ends, where the lab's time goes so fast that reading lasts longer. */
  readonly sessionIdleSeconds?: number;
  /** Lab time that a host takes into maintenance mode beside its VMs, where somebody has to come in between. */
  readonly enterMaintenanceSeconds?: number;
}

/** Writes the tiny topology into `dir`, as changed by the options. */
export async function writeTopology(
  dir: string,
  name: string,
  {
    done = 'nothing',
    quickBoot = false,
    disablesAdmissionControl = false,
    withoutQuickBoot,
    trustedHosts = 3,
    authorityHosts = 2,
    assumptions = {},
    release,
    changesPrincipal = false,
    withoutImage = false,
    measured,
    alsoTrusted = [],
    sessionIdleSeconds,
    enterMaintenanceSeconds,
    reportLifetimeSeconds,
    eastMeasured,
  }: EstateOptions,
): Promise<string> {
  const text = await readFile(join(packageFolder, 'test/support/topologies/tiny.yaml'), 'utf8');
  const written = parse(text) as Topology;
  const topology = { ...written, assumptions };
  if (sessionIdleSeconds !== undefined) Object.assign((topology.timing ??= {}), { sessionIdleSeconds });
  if (enterMaintenanceSeconds !== undefined)
    Object.assign((topology.timing ??= {}), { enterMaintenanceSeconds });
  if (reportLifetimeSeconds !== undefined) {
    const reportRenewBeforeSeconds = Math.ceil(reportLifetimeSeconds / 3);
    Object.assign((topology.timing ??= {}), { reportLifetimeSeconds, reportRenewBeforeSeconds });
  }
  for (const vcenter of topology.vcenters) {
    if (done !== 'nothing') {
      Object.assign(vcenter, { version: '8.0.3.00000', build: '24022515', updates: [] });
    }
    for (const cluster of vcenter.clusters) {
      if (cluster.kind === 'trusted') {
        if (withoutImage) cluster.lifecycle = 'baseline';
        if (changesPrincipal) for (const update of vcenter.updates) update.changesPrincipal = true;
        cluster.quickBoot = quickBoot;
        if (disablesAdmissionControl) cluster.policy = { disable_hac: true };
        const { hosts } = cluster;
        cluster.hosts = Array.from(
          { length: trustedHosts },
          (_, index) => hosts[index] ?? { name: `prod-esx${index + 1}` },
        );
        const names = new Set(cluster.hosts.map((host) => host.name));
        cluster.vms = cluster.vms?.filter(({ host }) => names.has(host)) ?? [];
        for (const host of cluster.hosts) if (host.name === withoutQuickBoot) host.quickBootSupported = false;
        const [first] = cluster.hosts;
        if (measured !== undefined && first) Object.assign(first, { measured, lastBoot: 'quick' });
        if (done === 'all') Object.assign(cluster, { version: NEW, image: NEW });
      } else {
        cluster.hosts = Array.from({ length: authorityHosts }, (_, index) => ({
          name: `ta-esx${index + 1}`,
          tpm: false,
        }));
        if (done === 'authority' || done === 'all') cluster.version = NEW;
      }
    }
  }
  topology.trustAuthority.baseImages.push(...alsoTrusted);
  if (eastMeasured !== undefined) topology.vcenters.push(eastOf(topology.vcenters, eastMeasured));
  if (release !== undefined) startAt(topology, release);
  const file = join(dir, `${name}.topology.yaml`);
  await writeFile(file, stringify(topology));
  return file;
}

interface Topology {
  timing?: Record<string, unknown>;
  esxiImages: object[];
  readonly trustAuthority: { baseImages: string[] };
  readonly vcenters: {
    name: string;
    users: { name: string }[];
    updates: { changesPrincipal?: boolean }[];
    clusters: {
      name: string;
      kind: string;
      lifecycle?: string;
      version: string;
      quickBoot?: boolean;
      policy?: object;
      hosts: {
        name: string;
        tpm?: boolean;
        quickBootSupported?: boolean;
        measured?: string;
        lastBoot?: string;
      }[];
      vms?: { host: string }[];
    }[];
  }[];
}

/** The second trusted vCenter, made after the first one. */
function eastOf(vcenters: Topology['vcenters'], measured: string): Topology['vcenters'][number] {
  const west = vcenters.find(({ name }) => name === 'wl-vc');
  const [cluster] = west?.clusters ?? [];
  if (west === undefined || cluster === undefined) throw new Error('the tiny topology has no wl-vc');
  const isQuick = measured !== cluster.version;
  const host = { name: 'east-esx1', ...(isQuick ? { measured, lastBoot: 'quick' as const } : {}) };
  const users = west.users.map((user) => ({ ...user, name: user.name.replace('-wl@', '-east@') }));
  const clusters = [{ ...cluster, name: 'East', hosts: [host], vms: [] }];
  return { ...west, name: 'east-vc', users, clusters };
}

/** Everything on one release; the appliances offer nothing, as their updates are of another one. */
function startAt(topology: Topology, release: Release): void {
  const { vcenter, esxi } = RELEASES[release];
  topology.esxiImages = [esxi, RELEASES['8.0.3'].esxi];
  topology.trustAuthority.baseImages = [esxi.version];
  for (const it of topology.vcenters) {
    Object.assign(it, { ...vcenter, updates: [] });
    for (const cluster of it.clusters) cluster.version = esxi.version;
  }
}
