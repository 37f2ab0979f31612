import { SERVICE_PRIVILEGES } from '../sample.js';
import type { TopologyInput } from '../schema.js';
import { Timing } from '../timing.js';
import { clusterOf, type Conversion } from './cluster.js';
import type { RecordedAuthority, RecordedVCenter, Recording } from './schema.js';
import { depotVersion } from './versions.js';

type VCenterInput = TopologyInput['vcenters'][number];

export interface Converted {
  readonly topology: TopologyInput;
  /** What the lab cannot show as it was recorded, one sentence each. */
  readonly notes: readonly string[];
}

const HEALTHS = ['green', 'yellow', 'orange', 'red', 'gray'] as const;
const UPDATE_STATES = [
  'UP_TO_DATE',
  'UPDATES_PENDING',
  'STAGE_IN_PROGRESS',
  'INSTALL_IN_PROGRESS',
  'INSTALL_FAILED',
] as const;

/** Logins that the upgrade needs; those of the estate are not in a recording. */
const USERS: VCenterInput['users'] = [
  { name: 'svc-conductor@vsphere.local', groups: ['TrustedAdmins'], privileges: SERVICE_PRIVILEGES },
  { name: 'administrator@vsphere.local', groups: ['Administrators'], privileges: ['*'] },
];

/** The topology of a lab that shows what was recorded. The recording has passed its checks. */
export function convertRecording(recording: Recording): Converted {
  const notes: string[] = [];
  const note = (text: string): void => void notes.push(text);
  const esxiImages = imagesOf(recording, note);
  const conversion: Conversion = { recording, depot: esxiImages.map(({ version }) => version), note };
  for (const { vcenter, part, cluster, kind } of recording.unreadable)
    note(`${vcenter}: ${part}${cluster === undefined ? '' : ` ${cluster}`} could not be read (${kind})`);
  const reportLifetimeSeconds = lifetimeOf(recording);
  return {
    topology: {
      name: recording.estate,
      ...(reportLifetimeSeconds !== undefined && { timing: { reportLifetimeSeconds } }),
      // Names and alternatives are checked with the rest of the topology.
      assumptions: recording.assumptions,
      esxiImages,
      trustAuthority: trustAuthorityOf(recording, note),
      vcenters: recording.vcenters.map((vcenter) => vcenterOf(conversion, vcenter)),
    },
    notes,
  };
}

/** Validity of most reports; nothing when it is the lab's own, or too short for it. */
function lifetimeOf({ vcenters }: Recording): number | undefined {
  const all = vcenters
    .flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts))
    .flatMap(({ attestation = [] }) => attestation.flatMap(({ lifetimeSeconds }) => lifetimeSeconds ?? []))
    .toSorted((a, b) => a - b);
  const middle = all[Math.floor(all.length / 2)];
  const known = middle !== undefined && middle >= 60 && middle !== Timing.parse({}).reportLifetimeSeconds;
  return known ? middle : undefined;
}

function imagesOf({ vcenters }: Recording, note: Conversion['note']) {
  const depot = vcenters.flatMap((vcenter) => vcenter.depot);
  const desired = vcenters.flatMap(({ clusters }) =>
    clusters.flatMap(({ desired: wanted }) => (wanted ? [{ version: wanted.image }] : [])),
  );
  const images = new Map<string, NonNullable<TopologyInput['esxiImages']>[number]>();
  for (const image of [...depot, ...desired] as RecordedVCenter['depot']) {
    const version = depotVersion(image.version);
    if (version === undefined) note(`image ${image.version}: no version that the lab knows, left out`);
    else if (!images.has(version)) {
      images.set(version, {
        version,
        displayVersion: image.displayVersion || version,
        releasedAt: image.releasedAt?.slice(0, 10) ?? '1970-01-01',
      });
    }
  }
  return [...images.values()];
}

function trustAuthorityOf(
  { authority, vcenters }: Recording,
  note: Conversion['note'],
): TopologyInput['trustAuthority'] {
  if (!authority) throw new Error('a checked recording has an authority');
  const trusted = vcenters.filter(({ role }) => role === 'trusted').map(({ name }) => name);
  const accepted = trusted.filter((name) => authority.principals.some(({ vcenter }) => vcenter === name));
  const { requireEndorsementKeys = false, requireCertificateValidation = true } = authority.tpmSettings;
  return {
    baseImages: authority.images.flatMap(({ version, id }) => {
      if (version === undefined) note(`base image ${id}: no version that the lab knows, left out`);
      return version ?? [];
    }),
    keyProviders: authority.keyProviders.map((provider) => keyProviderOf(provider, note)),
    ...(accepted.length < trusted.length && { principals: accepted }),
    caCertificates: authority.caCertificates.map(({ name }) => name),
    endorsementKeys: authority.endorsementKeys.map(({ name }) => name),
    tpmSettings: { requireEndorsementKeys, requireCertificateValidation },
  };
}

function keyProviderOf(
  { name, masterKeyId, servers }: RecordedAuthority['keyProviders'][number],
  note: Conversion['note'],
) {
  if (servers.length === 0) note(`key provider ${name}: its key servers are unknown, one is made up`);
  return {
    name,
    masterKeyId: masterKeyId ?? 'unknown',
    servers:
      servers.length === 0
        ? [{ name: 'unknown', hostname: 'unknown' }]
        : servers.map((server) => ({
            name: server.name,
            hostname: server.hostname,
            ...(server.port !== undefined && { port: server.port }),
          })),
  };
}

function vcenterOf(conversion: Conversion, vcenter: RecordedVCenter): VCenterInput {
  const { note, recording } = conversion;
  const { name, role, version = '', build, licensed, backedUpAt } = vcenter;
  const updateState = UPDATE_STATES.find((state) => state === vcenter.updateState);
  const health = HEALTHS.find((colour) => colour === vcenter.health);
  if (vcenter.updateState !== undefined && !updateState)
    note(`${name}: update state ${vcenter.updateState} is not known to the lab`);
  if (vcenter.health !== undefined && !health)
    note(`${name}: health ${vcenter.health} is not known to the lab`);
  const principalId = recording.authority?.principals.find((entry) => entry.vcenter === name)?.id;
  return {
    name,
    role,
    version,
    build: build || '0',
    ...(licensed !== undefined && { licensed }),
    ...(backedUpAt !== undefined && { backedUpAt }),
    ...(updateState && { updateState }),
    ...(health && { health }),
    ...(principalId !== undefined && { principalId }),
    users: USERS,
    updates: vcenter.updates.flatMap((update) => {
      if (!/^\d+\.\d+\.\d+(\.\d+)?$/.test(update.version)) {
        note(`${name}: update ${update.version} has no version that the lab knows, left out`);
        return [];
      }
      // The list of updates has no builds; some names end in one.
      const found = /\b\d{7,9}\b/.exec(update.name)?.[0] ?? '0';
      return [
        {
          version: update.version,
          name: update.name || update.version,
          build: found,
          rebootRequired: update.rebootRequired,
        },
      ];
    }),
    clusters: vcenter.clusters.map((cluster) => clusterOf(conversion, cluster)),
  };
}
