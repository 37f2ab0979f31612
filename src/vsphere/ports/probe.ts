import type { z } from 'zod';
import { toldSecureBoot } from '../../domain/attestation/index.js';
import type { VCenterRef } from '../../domain/model/estate.js';
import type { ClusterRef } from '../../domain/model/inventory.js';
import type { AuthorityDetails, ProbePort } from '../../ports/probe.js';
import type { CallOptions } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { mapLimited } from '../connection/limiter.js';
import { readDepotImages } from '../rest/lifecycle/image.js';
import { textOf, type LocalizableMessage } from '../rest/schemas.js';
import { createAuthorityReads } from '../rest/trust/authority.js';
import {
  ImageDetails,
  PrincipalDetails,
  ProviderInfo,
  TpmSettingsInfo,
} from '../rest/trust/detail-schemas.js';
import { readAbout, readClusterDetails } from '../soap/details.js';
import { readPlatforms } from '../soap/platforms.js';
import { principalFingerprint } from './principal-fingerprint.js';

const messageOf = (message: LocalizableMessage) => ({
  ...(message.id ? { id: message.id } : {}),
  text: textOf(message),
});

export const createProbePort = (connections: Connections): ProbePort => ({
  readServer: (vcenter, { signal } = {}) => readAbout(connections.to(vcenter).soap, signal),

  readClusterDetails: async (vcenter, cluster, { signal } = {}) => {
    const { soap } = connections.to(vcenter);
    const [details, platforms] = await Promise.all([
      readClusterDetails(soap, cluster.moid, signal),
      readPlatforms(soap, [cluster.moid], signal),
    ]);
    return {
      ...details,
      hosts: details.hosts.map((host) => {
        const secureBoot = toldSecureBoot(platforms[host.moid] ?? {});
        return { ...host, ...(secureBoot === undefined ? {} : { secureBoot }) };
      }),
    };
  },

  readDepot: async (vcenter, { signal } = {}) => {
    const images = await readDepotImages(connections.to(vcenter).rest, signal);
    return images.map(({ version, display_version, release_date }) => ({
      version,
      ...(display_version ? { displayVersion: display_version } : {}),
      ...(release_date ? { releasedAt: release_date } : {}),
    }));
  },

  readAuthorityDetails: (vcenter, cluster, options) => readDetails(connections, vcenter, cluster, options),
});

const readDetails = async (
  connections: Connections,
  vcenter: VCenterRef,
  cluster: ClusterRef,
  { signal }: CallOptions = {},
): Promise<AuthorityDetails> => {
  const { rest, timeouts } = connections.to(vcenter);
  const reads = createAuthorityReads(rest, cluster.moid, timeouts.readTask, signal);
  const read = async <T>(schema: z.ZodType<T>, path: string, name?: string): Promise<T> => {
    const parsed = schema.safeParse(await reads.raw(path, name));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const where = `/${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`;
    throw rest.fail(`GET ${path}: unexpected result at ${where}`, {
      kind: 'protocol',
      operation: `GET ${path}`,
    });
  };
  const [settings, images, principals, providers] = await Promise.all([
    read(TpmSettingsInfo, '/attestation/tpm2/settings'),
    reads.images(),
    reads.principals(),
    reads.keyProviders(),
  ]);
  return {
    tpmSettings: {
      ...(typeof settings.require_endorsement_keys === 'boolean' && {
        requireEndorsementKeys: settings.require_endorsement_keys,
      }),
      ...(typeof settings.require_certificate_validation === 'boolean' && {
        requireCertificateValidation: settings.require_certificate_validation,
      }),
    },
    imageDetails: await mapLimited(images, async ({ version: id }) => {
      const { details } = await read(ImageDetails, '/attestation/os/esx/base-images', id);
      return { id, details: (details ?? []).map(messageOf) };
    }),
    principals: await mapLimited(principals, async ({ id }) => {
      const { health, certificates } = await read(PrincipalDetails, '/consumer-principals', id);
      return { id, health, fingerprint: principalFingerprint({ certificates }) };
    }),
    keyProviders: await mapLimited(providers, async ({ provider: name, health }) => {
      const { master_key_id: masterKeyId, key_server } = await read(ProviderInfo, '/kms/providers', name);
      const servers = key_server?.kmip_server?.servers ?? [];
      return {
        name,
        health,
        ...(masterKeyId ? { masterKeyId } : {}),
        servers: servers.map(({ name: server, address: { hostname, port } }) => ({
          name: server,
          hostname,
          ...(typeof port === 'number' && { port }),
        })),
      };
    }),
  };
};
