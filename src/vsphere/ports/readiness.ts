import { z } from 'zod';
import type { VCenterRef } from '../../domain/model/estate.js';
import type { ClusterRef } from '../../domain/model/inventory.js';
import type { CertificateEnd, ClockReading, Readiness } from '../../domain/model/readiness.js';
import { parseEsxVersion } from '../../domain/versions/index.js';
import { VSphereError } from '../../ports/errors.js';
import type { ReadinessPort } from '../../ports/readiness.js';
import type { Connection, Connections } from '../connection/connections.js';
import {
  readNodes,
  readSigningEnd,
  readSpace,
  readTimeSync,
  readTlsEnd,
  readVCenterHa,
} from '../rest/appliance/readiness.js';
import { readDepotImages } from '../rest/lifecycle/image.js';
import { readImageReports } from '../rest/lifecycle/reports.js';
import {
  createAuthorityReads,
  listAuthorityClusters,
  readServiceAddresses,
} from '../rest/trust/authority.js';
import { readKeyServers, readProviderCertificates } from '../rest/trust/key-servers.js';
import { readAccess } from '../soap/access.js';
import { readAlarms } from '../soap/alarms.js';
import { readBoundVms } from '../soap/bound-vms.js';
import { readHostClocks } from '../soap/host-clocks.js';
import { readHostReadiness } from '../soap/host-readiness.js';
import { currentTime, instanceUuid } from '../soap/methods.js';
import { readPlatforms } from '../soap/platforms.js';
import { readEvcModes } from '../soap/readers/evc.js';
import { readInsecureVms } from '../soap/vm-firmware.js';
import { readVsan } from '../soap/vsan.js';
import { readTaskList } from './tasks.js';

type Signal = AbortSignal | undefined;

/** What the server does not tell, for whatever reason, is unknown: it neither fails the rest nor passes for fine. */
const orUnknown = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof VSphereError || error instanceof z.ZodError) return undefined;
    throw error;
  }
};

const readClock = async ({ soap }: Connection, timeScale: number, signal: Signal): Promise<ClockReading> => {
  // A first call opens the session, so that the second is as short as it can be.
  await soap.use({ safe: true, signal }, currentTime);
  const before = Date.now();
  const at = await soap.use({ safe: true, signal }, currentTime);
  const after = Date.now();
  return {
    at,
    readAtMs: (before + after) / 2,
    toleranceSeconds: ((after - before) / 1000) * timeScale,
    timeScale,
  };
};

const ownCertificates = async (
  { rest }: Connection,
  vcenter: string,
  signal: Signal,
): Promise<CertificateEnd[]> => {
  const [tls, signing] = await Promise.all([
    orUnknown(() => readTlsEnd(rest, signal)),
    orUnknown(() => readSigningEnd(rest, signal)),
  ]);
  return [
    { name: `TLS certificate of ${vcenter}`, ...(tls === undefined ? {} : { expiresAt: tls }) },
    { name: `signing certificate of ${vcenter}`, ...(signing === undefined ? {} : { expiresAt: signing }) },
  ];
};

/** What only the Trust Authority side tells. */
const readAuthoritySide = async (
  { rest, timeouts }: Connection,
  cluster: ClusterRef,
  signal: Signal,
): Promise<
  Pick<Readiness, 'keyServers' | 'serviceAddresses'> & { certificates: CertificateEnd[] | undefined }
> => {
  const reads = createAuthorityReads(rest, cluster.moid, timeouts.readTask, signal);
  const providers = await orUnknown(async () => (await reads.keyProviders()).map(({ provider }) => provider));
  const each = <T>(read: (provider: string) => Promise<T[]>): Promise<T[] | undefined> =>
    orUnknown(async () => {
      const found: T[] = [];
      for (const provider of providers ?? []) found.push(...(await read(provider)));
      return found;
    });
  const [keyServers, certificates, serviceAddresses] = await Promise.all([
    providers && each((provider) => readKeyServers(reads, provider)),
    providers && each((provider) => readProviderCertificates(reads, provider)),
    orUnknown(() => readServiceAddresses(rest, cluster.moid, signal)),
  ]);
  return { ...present({ keyServers, serviceAddresses }), certificates };
};

/** Certificates of the key providers, when nothing could be read of them. */
const UNREAD_TRUST: CertificateEnd = { name: 'certificates of the key providers' };

/** Nodes beside the one that we talk to, which is known by its name or its address. */
const othersOf = (nodes: readonly string[], { name, url }: VCenterRef): string[] => {
  const own = [name, new URL(url).hostname].map((text) => text.toLowerCase());
  return nodes.length < 2 ? [] : nodes.filter((node) => !own.includes(node.toLowerCase())).toSorted();
};

/** The fields that have a value. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

export const createReadinessPort = (connections: Connections, timeScale = 1): ReadinessPort => ({
  readReadiness: async (vcenter: VCenterRef, { clusters, privileges, authority }, { signal } = {}) => {
    const connection = connections.to(vcenter);
    const { rest, soap, trust } = connection;
    const moids = clusters.map(({ moid }) => moid);
    const { name } = vcenter;
    const [
      side,
      own,
      uuid,
      nodes,
      states,
      access,
      clock,
      timeSync,
      storage,
      databaseStorage,
      vcenterHa,
      trustAccess,
    ] = await Promise.all([
      authority && readAuthoritySide(connection, authority, signal),
      ownCertificates(connection, name, signal),
      orUnknown(() => soap.use({ safe: true, signal }, instanceUuid)),
      orUnknown(() => readNodes(rest, signal)),
      orUnknown(() => listAuthorityClusters(rest, signal)),
      orUnknown(() => readAccess(soap, moids, privileges, signal)),
      orUnknown(() => readClock(connection, timeScale, signal)),
      orUnknown(() => readTimeSync(rest, signal)),
      orUnknown(() => readSpace(rest, 'storage', signal)),
      orUnknown(() => readSpace(rest, 'database-storage', signal)),
      orUnknown(() => readVCenterHa(rest, signal)),
      trust && orUnknown(() => readAccess(trust.soap, moids, privileges, signal)),
    ]);
    const [alarms, running, depot, hosts, bound, platforms, clocks, vsan, insecureVms, imageReports] =
      await Promise.all([
        orUnknown(() => readAlarms(soap, signal)),
        orUnknown(() => readTaskList(connection, name, signal)),
        orUnknown(() => readDepotImages(rest, signal)),
        orUnknown(() => readHostReadiness(soap, moids, signal)),
        orUnknown(async () => {
          const modes = await orUnknown(() => readEvcModes(soap, signal));
          return readBoundVms(soap, moids, modes ?? new Map(), signal);
        }),
        orUnknown(() => readPlatforms(soap, moids, signal)),
        orUnknown(() => readHostClocks(soap, moids, timeScale, signal)),
        orUnknown(() => readVsan(soap, moids, signal)),
        // VMs of the Trust Authority side are nobody's business here: none of its hosts gets keys.
        authority ? undefined : orUnknown(() => readInsecureVms(soap, moids, signal)),
        Promise.all(moids.map((moid) => readImageReports(rest, moid, orUnknown, signal))),
      ]);
    return {
      vcenter: name,
      certificates: [...own, ...(authority ? (side?.certificates ?? [UNREAD_TRUST]) : [])],
      ...present({
        instanceUuid: uuid,
        linkedWith: nodes && othersOf(nodes, vcenter),
        authorityClusters: states?.filter(({ state }) => state === 'ENABLE').map(({ cluster }) => cluster),
        serviceAddresses: side?.serviceAddresses,
        access,
        trustAccess,
        clock,
        timeSync,
        storage,
        databaseStorage,
        vcenterHa,
        alarms,
        tasks: running,
        depot: depot?.flatMap(({ version }) => parseEsxVersion(version) ?? []),
        keyServers: side?.keyServers,
        vsan,
        insecureVms,
        imageReports,
        hosts: hosts?.map((host) => ({
          ...host,
          ...present({
            boundVms: bound?.get(host.moid),
            platform: platforms?.[host.moid],
            clock: clocks?.get(host.moid),
          }),
        })),
      }),
    };
  },
});
