import { leastOf } from '../world/evc.js';
import type { LabCluster, LabHost, LabPolicy, LabVCenter, LabVm } from '../world/model.js';
import { uuidOf } from './ids.js';
import { endorsementOf } from './build-tpm.js';
import { certificateOf } from './pem.js';
import type { Topology, TopologyCluster, TopologyHost } from './schema.js';

/** Hands out `domain-c8`, `host-12`, `vm-31`: one counter per vCenter, as vCenter does. */
export type NextMoid = (kind: 'domain-c' | 'host-' | 'vm-') => string;

/** Seconds. */
const WEEK = 7 * 86_400;

export interface ClusterInput {
  readonly topology: Topology;
  readonly vcenter: LabVCenter;
  readonly cluster: TopologyCluster;
  readonly nextMoid: NextMoid;
  readonly seed: number;
  /** Lab time at which the world starts. */
  readonly now: number;
}

/** Adds one cluster with its hosts and VMs to its vCenter. */
export function addCluster(input: ClusterInput): LabCluster {
  const { vcenter, cluster: spec, nextMoid, now } = input;
  const cluster: LabCluster = {
    moid: spec.moid ?? nextMoid('domain-c'),
    name: spec.name,
    vcenter,
    kind: spec.kind,
    imageManaged: spec.lifecycle === 'image' && takesImages(input.topology, spec.kind),
    policy: { ...policyOf(spec), enable_quick_boot: spec.quickBoot },
    drs: { enabled: spec.drs !== 'off', behavior: spec.drs === 'off' ? 'fullyAutomated' : spec.drs },
    ha: { ...spec.ha },
    dpm: spec.dpm,
    vsan: spec.vsan,
    ...(spec.evc ? { evc: spec.evc } : {}),
    rules: spec.rules,
    commits: [],
    preChecked: spec.preChecked,
    drafts: new Map(),
    ...(spec.kind === 'trusted' ? { trust: { desired: new Set(), applied: new Map(), busy: false } } : {}),
  };
  vcenter.clusters.set(cluster.moid, cluster);
  const hosts = new Map(spec.hosts.map((host) => [host.name, addHost(input, cluster, host)]));
  for (const vm of spec.vms) {
    const host = hosts.get(vm.host);
    if (!host) throw new Error(`VM ${vm.name} names an unknown host ${vm.host}`);
    const added: LabVm = {
      moid: vm.moid ?? nextMoid('vm-'),
      name: vm.name,
      host,
      encrypted: vm.encrypted,
      firmware: vm.firmware,
      secureBoot: vm.secureBoot && vm.firmware === 'efi',
      memoryMiB: Math.round(vm.memoryGiB * 1024),
      reservedMiB: Math.round(vm.reservedGiB * 1024),
      cpu:
        vm.cpu ??
        spec.evc ??
        leastOf(
          host.cpu,
          spec.hosts.map((one) => one.cpu),
        ),
      pinned: vm.pinned,
      devices: vm.devices,
      storage: vm.storage,
      faultTolerant: vm.faultTolerant,
      power: vm.power,
      locked: false,
    };
    vcenter.vms.set(added.moid, added);
  }
  if (cluster.imageManaged) {
    const image = spec.image ?? versionOf(spec, spec.hosts[0] as TopologyHost);
    cluster.commits.push({
      id: spec.commit,
      baseImage: image,
      author: 'setup',
      at: now,
      message: 'Initial image',
    });
  }
  return cluster;
}

/** Whether vLCM images work there is not documented for a Trust Authority Cluster (vta-operations 2.14). */
const takesImages = ({ assumptions }: Topology, kind: LabCluster['kind']): boolean =>
  kind !== 'authority' || assumptions.authorityImages === 'supported';

/** Running version of a host of the topology. */
export function versionOf(cluster: TopologyCluster, host: TopologyHost): string {
  const version = host.version ?? cluster.version;
  if (version === undefined) throw new Error(`host ${host.name} has no version`);
  return version;
}

function addHost(input: ClusterInput, cluster: LabCluster, spec: TopologyHost): LabHost {
  const { vcenter, nextMoid, now, seed } = input;
  const installed = versionOf(input.cluster, spec);
  const authority = cluster.kind === 'authority';
  // Up for a week or two, each host for another time: within what an event history keeps.
  const bootedAt =
    spec.bootedAt === undefined
      ? now - (WEEK + Number.parseInt(uuidOf(spec.name).slice(0, 5), 16)) * 1000
      : Date.parse(spec.bootedAt);
  const host: LabHost = {
    moid: spec.moid ?? nextMoid('host-'),
    name: spec.name,
    uuid: uuidOf(seed, 'host', vcenter.name, spec.name),
    vcenter,
    cluster,
    banks: [installed, spec.fallback ?? null],
    activeBank: 0,
    measured: spec.measured ?? installed,
    lastBoot: { type: spec.lastBoot, at: bootedAt },
    lastFullBootAt: spec.lastBoot === 'full' ? bootedAt : bootedAt - WEEK * 1000,
    bootEventsKept: spec.bootEventsKept,
    certificates: 1,
    trustedCa: [certificateOf(`${seed}/CA of ${spec.name}`)],
    connection: spec.connection,
    power: 'poweredOn',
    inMaintenance: spec.maintenance,
    ...(spec.maintenance ? { maintenanceBy: 'task' as const } : {}),
    tpm: spec.tpm,
    firmware: spec.firmware,
    secureBoot: spec.secureBoot && spec.firmware === 'UEFI',
    txt: spec.txt,
    quickBootSupported: spec.quickBootSupported && !spec.txt,
    ...(spec.tpm && spec.tpmVendor !== undefined
      ? { endorsement: endorsementOf(spec.name, spec.tpmVendor, seed) }
      : {}),
    unsupportedDevices: spec.unsupportedDevices,
    memoryMiB: Math.round(spec.memoryGiB * 1024),
    cpu: spec.cpu,
    ntpServers: spec.ntpServers,
    vsanHealth: spec.vsanHealth,
    services: servicesOf(authority, cluster.kind === 'trusted', spec.services),
    ailing: new Set(),
    reports: new Map(),
    attestationFailures: new Map(Object.entries(spec.attestationFailures)),
    options: new Map<string, string | number | boolean>([
      ['Syslog.global.logDir', '[] /scratch/log'],
      ['UserVars.SuppressShellWarning', 0],
      ['Misc.RebootMethod', 'auto'],
      ...['attestd', 'kmxd', 'kmxa', 'loadESX'].map(
        (log) => [`Syslog.loggers.${log}.rotate`, 8] as [string, number],
      ),
    ]),
  };
  vcenter.hosts.set(host.moid, host);
  return host;
}

type Service = { label: string; running: boolean; policy: 'on' | 'off' | 'automatic' };

/** vTA services run on Trust Authority hosts; ordinary hosts list them stopped (vim-and-vcsim.md 3.1). */
function servicesOf(
  authority: boolean,
  trusted: boolean,
  overrides: Readonly<Record<string, boolean>>,
): Map<string, Service> {
  const service = (key: string, label: string, running: boolean): [string, Service] => [
    key,
    { label, running: overrides[key] ?? running, policy: running ? 'on' : 'off' },
  ];
  return new Map([
    service('attestd', 'Attestation Service', authority),
    service('kmxd', 'Key Provider Service', authority),
    service('kmxa', 'Trusted Infrastructure Client Service', trusted),
    service('esxtokend', 'Token Service', authority || trusted),
    service('apiForwarder', 'API Forwarder', authority || trusted),
    service('ntpd', 'NTP Daemon', true),
    service('vpxa', 'VMware vCenter Agent', true),
    service('TSM', 'ESXi Shell', false),
    service('TSM-SSH', 'SSH', false),
  ]);
}

/** Only what was set, without keys that zod left undefined. */
function policyOf(spec: TopologyCluster): Partial<LabPolicy> {
  return Object.fromEntries(Object.entries(spec.policy).filter(([, value]) => value !== undefined));
}
