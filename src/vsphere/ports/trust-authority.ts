import type { AuthorityFacts, BaseImage, ClusterRef } from '../../domain/model/inventory.js';
import type { AuthorityHealth, ServiceHealth } from '../../domain/services/index.js';
import { parseEsxVersion } from '../../domain/versions/index.js';
import type { SecretsPort } from '../../ports/secrets.js';
import type { TrustAuthorityPort } from '../../ports/vsphere.js';
import type { Connection, Connections } from '../connection/connections.js';
import { createLimiter } from '../connection/limiter.js';
import { listClusters } from '../rest/inventory.js';
import { textOf } from '../rest/schemas.js';
import {
  authorityPath,
  createAuthorityReads,
  findImageImport,
  findImageRemoval,
  listAuthorityClusters,
  startImageImport,
  startImageRemoval,
} from '../rest/trust/authority.js';
import { writeOf } from '../rest/trust/changes.js';
import { isNotFound } from '../rest/tasks.js';
import { readWholeConfiguration } from './authority-configuration.js';
import { concealing } from './concealing.js';

type Reads = ReturnType<typeof createAuthorityReads>;
type Limit = ReturnType<typeof createLimiter>;

/** The Trust Authority Cluster of that name. Its list holds every cluster, enabled or not, by moid only. */
const findAuthority = async (
  { rest }: Connection,
  vcenter: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<ClusterRef> => {
  const [states, named] = await Promise.all([
    listAuthorityClusters(rest, signal),
    listClusters(rest, vcenter, [name], signal),
  ]);
  const enabled = new Set(states.filter(({ state }) => state === 'ENABLE').map(({ cluster }) => cluster));
  const found = named.find((cluster) => cluster.name === name && enabled.has(cluster.moid));
  if (found) return found;
  const all = await listClusters(rest, vcenter, undefined, signal);
  const known = all.filter(({ moid }) => enabled.has(moid)).map((cluster) => cluster.name);
  throw rest.fail(
    `no Trust Authority Cluster "${name}" is enabled; enabled are: ${known.join(', ') || 'none'}`,
    {
      kind: 'not-found',
      operation: 'GET /api/vcenter/trusted-infrastructure/trust-authority-clusters',
      errorType: 'NOT_FOUND',
    },
  );
};

const readImages = async (reads: Reads, limit: Limit): Promise<BaseImage[]> => {
  const listed = await limit(() => reads.images());
  const images = await Promise.all(
    listed.map(async ({ version: id, display_name: listedName, health }) => {
      const info = await limit(async () => {
        try {
          return await reads.image(id);
        } catch (error) {
          // Removed since it was listed.
          if (isNotFound(error)) return undefined;
          throw error;
        }
      });
      if (!info) return [];
      const displayName = info.display_name ?? listedName ?? id;
      const image: BaseImage = {
        version: parseEsxVersion(id) ?? parseEsxVersion(displayName) ?? id,
        id,
        displayName,
        // The two reads may straddle a change: the worse one counts.
        health: health === 'OK' ? info.health : health,
        details: (info.details ?? []).map(textOf),
        ...(info.last_attested_time ? { lastAttestedAt: info.last_attested_time } : {}),
      };
      return [image];
    }),
  );
  return images.flat();
};

const readPrincipals = async (reads: Reads, limit: Limit): Promise<AuthorityFacts['principals']> => {
  const listed = await limit(() => reads.principals());
  return Promise.all(
    listed.map(async ({ id, issuer }) => {
      const info = await limit(() => reads.principal(id));
      return { id, issuer: info.issuer ?? issuer ?? '', health: info.health };
    }),
  );
};

const readFacts = async (reads: Reads, cluster: ClusterRef): Promise<AuthorityFacts> => {
  const limit = createLimiter();
  const [images, principals, attestation, keyProvider, tpm, caCertificates, endorsementKeys, providers] =
    await Promise.all([
      readImages(reads, limit),
      readPrincipals(reads, limit),
      limit(() => reads.attestationService()),
      limit(() => reads.keyProviderService()),
      limit(() => reads.tpmSettings()),
      limit(() => reads.caCertificates()),
      limit(() => reads.endorsementKeys()),
      limit(() => reads.keyProviders()),
    ]);
  return {
    cluster,
    state: 'ENABLE',
    attestationService: attestation.health,
    keyProviderService: keyProvider.health,
    images,
    principals,
    tpmSettings: tpm.health,
    caCertificates,
    endorsementKeys,
    keyProviders: providers.map(({ provider, health }) => ({ name: provider, health })),
  };
};

/** What the cluster says of its two services; hosts are named in the details. */
export const readServiceHealth = async (
  connection: Connection,
  vcenter: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<AuthorityHealth> => {
  const { moid } = await findAuthority(connection, vcenter, name, signal);
  const reads = createAuthorityReads(connection.rest, moid, connection.timeouts.readTask, signal);
  const [attestation, keyProvider] = await Promise.all([
    reads.attestationService(),
    reads.keyProviderService(),
  ]);
  const told = ({ health, details }: typeof attestation): ServiceHealth => ({
    health,
    details: (details ?? []).map(textOf),
  });
  return { attestation: told(attestation), keyProvider: told(keyProvider) };
};

export const createTrustAuthorityPort = (
  connections: Connections,
  secrets: SecretsPort,
): TrustAuthorityPort => ({
  readAuthority: async (vcenter, name, { signal } = {}) => {
    const connection = connections.to(vcenter);
    const cluster = await findAuthority(connection, vcenter.name, name, signal);
    const { rest, timeouts } = connection;
    return readFacts(createAuthorityReads(rest, cluster.moid, timeouts.readTask, signal), cluster);
  },

  readConfiguration: (vcenter, cluster, { signal } = {}) => {
    const { rest, timeouts } = connections.to(vcenter);
    return readWholeConfiguration(rest, cluster, timeouts.readTask, signal);
  },

  startChange: (vcenter, cluster, change, { signal } = {}) => {
    const { rest } = connections.to(vcenter);
    return concealing(
      secrets,
      (message, about) => rest.fail(message, about),
      async (reveal) => {
        const { path, ...write } = await writeOf(change, reveal);
        return rest.startTask({ ...write, path: `${authorityPath(cluster.moid)}${path}`, signal });
      },
    );
  },

  startImport: (vcenter, cluster, imgdb, { signal } = {}) => {
    const { rest, timeouts } = connections.to(vcenter);
    return startImageImport(rest, cluster.moid, imgdb, timeouts.transfer, signal);
  },

  findImport: (vcenter, cluster, { signal } = {}) =>
    findImageImport(connections.to(vcenter).rest, cluster.moid, signal),

  startRemoval: (vcenter, cluster, image, { signal } = {}) =>
    startImageRemoval(connections.to(vcenter).rest, cluster.moid, image.id, signal),

  findRemoval: (vcenter, cluster, since, { signal } = {}) =>
    findImageRemoval(connections.to(vcenter).rest, cluster.moid, since, signal),
});
