import type { EsxHost } from '../../domain/model/inventory.js';
import type { AttestationEntry, HostDetails } from '../../ports/probe.js';
import type { ObservedCluster } from '../observed.js';
import { RecordedPolicy, type RecordedCluster, type RecordedHost } from './format.js';
import type { Naming } from './naming.js';
import { lifetimeOf, recordMessage, versionOf, wordOf } from './words.js';

/** Host services that belong to Trust Authority; a site's other services are nobody's business. */
export const trustServices: readonly string[] = ['attestd', 'kmxd', 'kmxa', 'esxtokend'];

const numberOf = (moid: string): number => Number(/\d+$/.exec(moid)?.[0] ?? 0);
/** In the order in which vCenter made them, which is that of a lab that is built from them. */
const byAge = (a: { readonly moid: string }, b: { readonly moid: string }): number =>
  numberOf(a.moid) - numberOf(b.moid);

const recordEntry = (naming: Naming, entry: AttestationEntry) => {
  const lifetimeSeconds = lifetimeOf(entry);
  return {
    status: wordOf(entry.status),
    ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
    messages: entry.messages.map((message) => recordMessage(naming, message)),
  };
};

const recordServices = ({ services = {} }: HostDetails): Record<string, boolean> =>
  Object.fromEntries(Object.entries(services).filter(([key]) => trustServices.includes(key)));

const recordHost = (naming: Naming, host: EsxHost, details: HostDetails | undefined): RecordedHost => ({
  moid: host.ref.moid,
  name: naming.name('host', host.ref.name),
  ...(host.installed !== undefined && { installed: host.installed }),
  connection: host.connection,
  ...(host.inMaintenance !== undefined && { inMaintenance: host.inMaintenance }),
  ...(host.bootTime !== undefined && { bootedAt: host.bootTime }),
  boot: host.boot.type,
  ...(host.tpm !== undefined && { tpm: host.tpm }),
  ...(host.quickBootSupported !== undefined && { quickBootSupported: host.quickBootSupported }),
  ...(details?.secureBoot !== undefined && { secureBoot: details.secureBoot }),
  ...(details?.services && { services: recordServices(details) }),
  ...(details?.attestation && {
    attestation: details.attestation.map((entry) => recordEntry(naming, entry)),
  }),
});

/** The configured policy by its known fields; one that does not fit them was written by something newer. */
const recordPolicy = (raw: Readonly<Record<string, unknown>>) => {
  const set = Object.fromEntries(
    Object.entries(raw).filter(([, value]) => value !== null && value !== undefined),
  );
  const parsed = RecordedPolicy.safeParse(set);
  return parsed.success ? parsed.data : {};
};

export function recordCluster(naming: Naming, { cluster, details }: ObservedCluster): RecordedCluster {
  const { ref, role, imageManaged, desired, policy, drs, ha, dpm, vsan, appliedConfig } = cluster;
  const detailsOf = new Map(details?.hosts.map((host) => [host.moid, host]));
  const hosts = cluster.hosts.toSorted((a, b) => byAge(a.ref, b.ref));
  const moids = new Set(hosts.map(({ ref: { moid } }) => moid));
  return {
    moid: ref.moid,
    name: naming.name('cluster', ref.name),
    kind: role,
    ...(imageManaged !== undefined && { imageManaged }),
    ...(desired && {
      desired: {
        image: versionOf(naming, desired.baseImage),
        ...(desired.commit !== undefined && { commit: recordCommit(naming, desired.commit) }),
      },
    }),
    ...(policy && {
      policy: {
        configured: recordPolicy(policy.raw),
        effective: {
          quickBoot: policy.enableQuickBoot,
          powerAction: wordOf(policy.powerAction),
          disableDpm: policy.disableDpm,
          disableAdmissionControl: policy.disableAdmissionControl,
          parallelRemediation: policy.parallelRemediation,
        },
      },
    }),
    drs,
    ...(ha && { ha }),
    ...(dpm !== undefined && { dpm }),
    ...(vsan !== undefined && { vsan }),
    ...(appliedConfig !== undefined && { appliedConfig }),
    hosts: hosts.map((host) => recordHost(naming, host, detailsOf.get(host.ref.moid))),
    vms: (details?.vms ?? []).toSorted(byAge).flatMap(({ moid, name, host, ...vm }) =>
      // A VM of no host of this cluster was moving while it was read.
      host === undefined || !moids.has(host)
        ? []
        : [
            {
              moid,
              name: naming.name('vm', name),
              host,
              poweredOn: vm.isPoweredOn,
              encrypted: vm.isEncrypted,
              pinned: vm.isPinned,
              ...(vm.memoryMiB !== undefined && { memoryMiB: vm.memoryMiB }),
            },
          ],
    ),
  };
}

/** vLCM counts its commits; an ID of another form could be anything. */
const recordCommit = (naming: Naming, commit: string): string =>
  /^\d{1,9}$/.test(commit) ? commit : naming.name('commit', commit);
