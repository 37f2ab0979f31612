import { DEFAULT_POLICY } from '../../world/lifecycle/policy.js';
import { fromBaseImage } from '../../world/versions.js';
import type { TopologyInput } from '../schema.js';
import type { RecordedCluster, RecordedHost, Recording } from './schema.js';
import { lastBootOf, trustedVersions } from './versions.js';

type ClusterInput = TopologyInput['vcenters'][number]['clusters'][number];
type HostInput = ClusterInput['hosts'][number];
type PolicyInput = NonNullable<ClusterInput['policy']>;

export interface Conversion {
  readonly recording: Recording;
  /** ESXi versions of the depots. */
  readonly depot: readonly string[];
  /** Says what the lab cannot show as it was. */
  readonly note: (text: string) => void;
}

const POWER_ACTIONS = [
  'POWER_OFF_VMS',
  'SUSPEND_VMS',
  'DO_NOT_CHANGE_VMS_POWER_STATE',
  'SUSPEND_VMS_TO_MEMORY',
] as const;

/** What was configured, and what differs from the lab's defaults: other sites have other defaults. */
function policyOf({ name, policy }: RecordedCluster, note: Conversion['note']): PolicyInput {
  if (!policy) return {};
  const { enable_quick_boot: _, pre_remediation_power_action: __, ...configured } = policy.configured;
  const { effective } = policy;
  const powerAction = POWER_ACTIONS.find((action) => action === effective.powerAction);
  if (powerAction === undefined)
    note(`${name}: power action ${effective.powerAction} is not known to the lab`);
  const isSet = (field: keyof typeof policy.configured): boolean => policy.configured[field] !== undefined;
  const parallel = DEFAULT_POLICY.parallel_remediation_action?.enabled;
  return {
    ...configured,
    ...(powerAction !== undefined &&
      (isSet('pre_remediation_power_action') ||
        powerAction !== DEFAULT_POLICY.pre_remediation_power_action) && {
        pre_remediation_power_action: powerAction,
      }),
    ...(effective.disableDpm !== DEFAULT_POLICY.disable_dpm && { disable_dpm: effective.disableDpm }),
    ...(effective.disableAdmissionControl !== DEFAULT_POLICY.disable_hac && {
      disable_hac: effective.disableAdmissionControl,
    }),
    ...(effective.parallelRemediation !== parallel &&
      !isSet('parallel_remediation_action') && {
        parallel_remediation_action: { enabled: effective.parallelRemediation },
      }),
  };
}

/** Reasons by Trust Authority host. Entries come in the order of the services, which is that of the hosts. */
function failuresOf(
  { attestation = [], connection }: RecordedHost,
  taHosts: readonly string[],
): NonNullable<HostInput['attestationFailures']> {
  // While vCenter cannot ask a host, what it shows says nothing about the host.
  if (connection !== 'connected' || attestation.length === 0) return {};
  const isOneEach = attestation.length === taHosts.length;
  if (!isOneEach && attestation.some(({ status }) => status === 'attested')) return {};
  return Object.fromEntries(
    taHosts.flatMap((taHost, index) => {
      const entry = attestation[Math.min(index, attestation.length - 1)];
      if (!entry || entry.status === 'attested') return [];
      const [first] = entry.messages;
      const status = entry.status === 'notAttested' ? 'notAttested' : 'unknown';
      return [[taHost, { status, id: first?.id ?? '', text: first?.text ?? '' }] as const];
    }),
  );
}

function hostOf(
  { recording, depot, note }: Conversion,
  cluster: RecordedCluster,
  host: RecordedHost,
): HostInput {
  const { name, moid, connection, inMaintenance, bootedAt, tpm, secureBoot, quickBootSupported, services } =
    host;
  const installed = host.installed ?? cluster.hosts.find((other) => other.installed)?.installed ?? '';
  if (host.installed === undefined) note(`${name}: its version is unknown, ${installed} is taken`);
  if (connection === 'unknown') note(`${name}: its connection is unknown, it is taken for disconnected`);
  const trusted = trustedVersions(recording);
  const isTrusted = cluster.kind === 'trusted';
  const boot = isTrusted ? lastBootOf(host, installed, trusted, depot) : undefined;
  if (boot && host.boot !== 'full')
    note(`${name}: what it measured at its last full boot is unknown, ${boot.measured} is taken`);
  const taHosts = recording.vcenters
    .filter(({ role }) => role === 'authority')
    .flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts.map((ta) => ta.name)));
  return {
    name,
    moid,
    version: installed,
    ...(boot ?? { lastBoot: host.boot === 'quick' ? 'quick' : 'full' }),
    bootEventsKept: host.boot !== 'unknown',
    ...(bootedAt !== undefined && { bootedAt }),
    connection: connection === 'unknown' ? 'disconnected' : connection,
    ...(inMaintenance !== undefined && { maintenance: inMaintenance }),
    ...(tpm !== undefined && { tpm }),
    ...(secureBoot !== undefined && { secureBoot }),
    ...(quickBootSupported !== undefined && { quickBootSupported }),
    ...(services && { services }),
    ...(isTrusted && { attestationFailures: failuresOf(host, taHosts) }),
    ...(!isTrusted && { missingImages: missingImages(recording, name, taHosts) }),
  };
}

/** Images that differ between the TA hosts: details name the hosts that lack them, else the last one is taken. */
function missingImages({ authority }: Recording, host: string, taHosts: readonly string[]): string[] {
  return (authority?.images ?? []).flatMap(({ version, health, details }) => {
    if (version === undefined || health !== 'ERROR') return [];
    const named = taHosts.filter((name) => details.some(({ text }) => text.includes(name)));
    return (named.length > 0 ? named : taHosts.slice(-1)).includes(host) ? [version] : [];
  });
}

export function clusterOf(conversion: Conversion, cluster: RecordedCluster): ClusterInput {
  const { note } = conversion;
  const { name, moid, kind, imageManaged, desired, drs, ha, dpm, vsan, appliedConfig } = cluster;
  if (drs === 'unknown') note(`${name}: its DRS mode is unknown, fully automated is taken`);
  if (appliedConfig === 'NONE') note(`${name}: its applied vTA configuration is unknown, OK is taken`);
  const image = desired && fromBaseImage(desired.image);
  const isManaged = imageManaged !== false;
  const nameOf = new Map(cluster.hosts.map((host) => [host.moid, host.name]));
  const seen = new Set<string>();
  return {
    name,
    kind,
    moid,
    lifecycle: isManaged ? 'image' : 'baseline',
    ...(isManaged && image !== undefined && { image }),
    ...(isManaged && desired?.commit !== undefined && { commit: desired.commit }),
    ...(appliedConfig === 'ERROR' && { appliedConfig }),
    quickBoot: cluster.policy?.effective.quickBoot ?? false,
    policy: policyOf(cluster, note),
    drs: drs === 'unknown' ? 'fullyAutomated' : drs,
    ...(ha && { ha }),
    ...(dpm !== undefined && { dpm }),
    ...(vsan !== undefined && { vsan }),
    hosts: cluster.hosts.map((host) => hostOf(conversion, cluster, host)),
    vms: cluster.vms.map((vm) => {
      // vCenter allows VMs of one name in several folders, the lab does not.
      const isSecond = seen.has(vm.name);
      seen.add(vm.name);
      return {
        name: isSecond ? `${vm.name} (${vm.moid})` : vm.name,
        moid: vm.moid,
        host: nameOf.get(vm.host) ?? '',
        encrypted: vm.encrypted,
        pinned: vm.pinned,
        power: vm.poweredOn ? 'poweredOn' : 'poweredOff',
        ...(vm.memoryMiB !== undefined && { memoryGiB: vm.memoryMiB / 1024 }),
      };
    }),
  };
}
