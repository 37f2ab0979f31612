import { listed, some, type ProbeCheck } from '../check.js';
import type { Observed, ObservedCluster } from '../observed.js';
import { lifetimeOf } from '../recording/words.js';

const trustedClusters = ({ vcenters }: Observed): ObservedCluster[] =>
  vcenters.flatMap(({ clusters }) => clusters).filter(({ cluster }) => cluster.role === 'trusted');

export const bootEvents: ProbeCheck = {
  check: 'boot-reason-events',
  assumed: 'the event history tells of every host how it booted last (esx.audit.host.…reason)',
  means: 'A host without evidence counts as quick-booted: it keeps every older base image needed.',
  where: 'docs/reference/lab-differences.md, Hosts',
  judge: (observed) =>
    trustedClusters(observed).map(({ cluster: { ref, hosts } }) => {
      const booted = hosts.filter(({ bootTime }) => bootTime !== undefined);
      const without = booted.filter(({ boot }) => boot.source !== 'event').map((host) => host.ref.name);
      return {
        subject: ref.name,
        isAsAssumed: booted.length === 0 ? undefined : without.length === 0,
        found:
          without.length === 0
            ? `for ${booted.length} of ${hosts.length} hosts`
            : `missing for ${some(without)}`,
        ...(booted.length > 0 && {
          settles: {
            name: 'bootEvents',
            value: without.length < booted.length ? 'with-reason' : 'without-reason',
          } as const,
        }),
      };
    }),
};

export const attestationInfos: ProbeCheck = {
  check: 'attestation-infos',
  assumed: 'vCenter shows trustAuthorityAttestationInfos of every connected trusted host, one per TA host',
  means: 'Without it nothing says whether a host attests: the upgrade takes it for not attested.',
  where: 'vSphere Web Services API, HostListSummary (7.0.1.0)',
  judge: (observed) =>
    trustedClusters(observed).map(({ cluster: { ref, hosts }, details }) => {
      const connected = hosts.filter(({ connection }) => connection === 'connected');
      const shown = new Set(
        (details?.hosts ?? []).flatMap(({ moid, attestation }) => (attestation?.length ? [moid] : [])),
      );
      const without = connected.filter((host) => !shown.has(host.ref.moid)).map((host) => host.ref.name);
      return {
        subject: ref.name,
        isAsAssumed: !details || connected.length === 0 ? undefined : without.length === 0,
        found:
          without.length === 0 ? `for ${connected.length} connected hosts` : `missing for ${some(without)}`,
      };
    }),
};

/** The lab's own, and long enough for a host to be back before its neighbours' reports run out. */
const assumedLifetime = 28_800;

export const attestationLifetime: ProbeCheck = {
  check: 'attestation-lifetime',
  assumed: `an attestation report is valid for ${assumedLifetime} seconds`,
  means: 'Reports that run out sooner than a step takes need the attestation service all the time.',
  where: 'docs/reference/lab-differences.md, Trust Authority (reportLifetimeSeconds)',
  judge: (observed) =>
    trustedClusters(observed).map(({ cluster, details }) => {
      const attested = (details?.hosts ?? [])
        .flatMap(({ attestation = [] }) => attestation)
        .filter(({ status }) => status === 'attested');
      const seconds = attested.flatMap((entry) => lifetimeOf(entry) ?? []).toSorted((a, b) => a - b);
      const isEndless = attested.length > 0 && seconds.length === 0;
      const [shortest, longest] = [seconds[0], seconds.at(-1)];
      return {
        subject: cluster.ref.name,
        isAsAssumed:
          shortest === undefined
            ? isEndless
              ? false
              : undefined
            : shortest === assumedLifetime && longest === assumedLifetime,
        found:
          shortest === undefined
            ? `${isEndless ? 'reports without' : 'no report with'} both times`
            : shortest === longest
              ? `${shortest} seconds`
              : `${shortest} to ${longest} seconds`,
        ...(attested.length > 0 && {
          settles: { name: 'attestationReports', value: isEndless ? 'without-end' : 'as-timed' } as const,
        }),
      };
    }),
};

const statuses: readonly string[] = ['attested', 'notAttested', 'unknown'];

export const unknownStates: ProbeCheck = {
  check: 'unknown-states',
  assumed: 'states of hosts and clusters are words that we know',
  means: 'A word that we do not know counts as unknown, which never lets an upgrade go on.',
  where: 'vSphere Web Services API, enumerations',
  judge: ({ vcenters }) =>
    vcenters.map(({ ref, clusters }) => {
      const hosts = clusters.flatMap(({ cluster }) => cluster.hosts);
      const entries = clusters
        .flatMap(({ details }) => details?.hosts ?? [])
        .flatMap(({ attestation = [] }) => attestation);
      const strange = [
        ...entries
          .map(({ status }) => status)
          .filter((status) => !statuses.includes(status))
          .map(() => 'attestation status'),
        ...hosts.filter(({ connection }) => connection === 'unknown').map(() => 'connection state of a host'),
        ...clusters.filter(({ cluster }) => cluster.drs === 'unknown').map(() => 'DRS mode'),
      ];
      return {
        subject: ref.name,
        isAsAssumed: clusters.length === 0 ? undefined : strange.length === 0,
        found: strange.length === 0 ? 'all known' : `not known: ${listed(strange)}`,
      };
    }),
};
