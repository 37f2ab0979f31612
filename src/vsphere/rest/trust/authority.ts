import { z } from 'zod';
import type { TaskRef } from '../../../ports/vsphere.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { listRunning, listSince, operationOf, runReadTask } from '../tasks.js';
import { ServiceHosts } from './configuration-schemas.js';
import {
  AuthorityClusters,
  BaseImageInfo,
  BaseImageSummary,
  NamedHealth,
  PrincipalInfo,
  PrincipalSummary,
  ProviderSummary,
  ServiceSummary,
  ServiceStatus,
  TpmSettings,
} from './schemas.js';

const clusters = '/vcenter/trusted-infrastructure/trust-authority-clusters';
const imagesService =
  'com.vmware.vcenter.trusted_infrastructure.trust_authority_clusters.attestation.os.esx.base_images';

export const listAuthorityClusters = (rest: RestClient, signal?: AbortSignal) =>
  rest.call({ method: 'GET', path: clusters, schema: AuthorityClusters, signal });

/** Path of one Trust Authority Cluster. */
export const authorityPath = (cluster: string): string => `${clusters}${pathOf`/${cluster}`}`;

/** Reads of one Trust Authority Cluster; nearly all are tasks on the wire. */
export const createAuthorityReads = (
  rest: RestClient,
  cluster: string,
  limitMs: number,
  signal?: AbortSignal,
) => {
  const base = authorityPath(cluster);
  const get = <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
    runReadTask(rest, { method: 'GET', path: `${base}${path}`, schema, signal }, limitMs);
  const image = (version: string) => pathOf`/attestation/os/esx/base-images/${version}`;
  const named = (list: string, name: string) => `${list}${pathOf`/${name}`}`;
  return {
    /** Any read, with its answer as it comes; for the probe. */
    raw: (path: string, name?: string): Promise<unknown> =>
      get(name === undefined ? path : named(path, name), z.unknown()),
    /** A read of the configuration, whole; for the archive. Variables of the path are encoded already. */
    whole: <T>(schema: z.ZodType<T>, path: string): Promise<T> => get(path, schema),
    attestationService: () => get('/attestation/service-status', ServiceStatus),
    keyProviderService: () => get('/kms/service-status', ServiceStatus),
    images: () => get('/attestation/os/esx/base-images', z.array(BaseImageSummary)),
    image: (version: string) => get(image(version), BaseImageInfo),
    tpmSettings: () => get('/attestation/tpm2/settings', TpmSettings),
    caCertificates: () => get('/attestation/tpm2/ca-certificates', z.array(NamedHealth)),
    endorsementKeys: () => get('/attestation/tpm2/endorsement-keys', z.array(NamedHealth)),
    keyProviders: () => get('/kms/providers', z.array(ProviderSummary)),
    principals: () =>
      runReadTask(
        rest,
        {
          method: 'POST',
          path: `${base}/consumer-principals`,
          query: { action: 'query' },
          schema: z.array(PrincipalSummary),
          signal,
        },
        limitMs,
      ),
    principal: (id: string) => get(named('/consumer-principals', id), PrincipalInfo),
  };
};

/** Connection data of the TA hosts, whole, for the archive. The two paths really differ in their `action`. */
export const readServiceHosts = (
  rest: RestClient,
  cluster: string,
  kind: 'attestation' | 'kms',
  signal?: AbortSignal,
) =>
  rest.call({
    method: 'POST',
    path: `/vcenter/trusted-infrastructure/trust-authority-hosts/${kind}`,
    query: { ...(kind === 'kms' ? { action: 'query' } : {}), projection: 'FULL' },
    body: { clusters: [cluster] },
    safe: true,
    schema: ServiceHosts,
    signal,
  });

/** `host:port` of the attestation services of the cluster, in order. */
export const readServiceAddresses = async (
  rest: RestClient,
  cluster: string,
  signal?: AbortSignal,
): Promise<string[]> => {
  const hosts = await rest.call({
    method: 'POST',
    path: '/vcenter/trusted-infrastructure/trust-authority-hosts/attestation',
    query: { projection: 'BRIEF' },
    body: { clusters: [cluster] },
    safe: true,
    schema: z.array(ServiceSummary),
    signal,
  });
  return hosts.map(({ address }) => address).toSorted();
};

/** The body is one JSON string: the image database in base64. */
export const startImageImport = (
  rest: RestClient,
  cluster: string,
  imgdb: Uint8Array,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<TaskRef> =>
  rest.startTask({
    method: 'POST',
    path: `${authorityPath(cluster)}/attestation/os/esx/base-images`,
    query: { action: 'import-from-imgdb' },
    body: Buffer.from(imgdb).toString('base64'),
    timeoutMs,
    signal,
  });

/** The server asks nobody whether the version is in use. */
export const startImageRemoval = (
  rest: RestClient,
  cluster: string,
  image: string,
  signal?: AbortSignal,
): Promise<TaskRef> =>
  rest.startTask({
    method: 'DELETE',
    path: `${clusters}${pathOf`/${cluster}/attestation/os/esx/base-images/${image}`}`,
    signal,
  });

/** The newest removal of a base image of this cluster that runs or has begun since; its task does not name the version. */
export const findImageRemoval = async (
  rest: RestClient,
  cluster: string,
  since: string,
  signal?: AbortSignal,
): Promise<TaskRef | undefined> => {
  const tasks = await listSince(rest, imagesService, since, signal);
  return tasks.find(
    ({ info }) => operationOf(info) === 'delete' && (!info.target || info.target.id === cluster),
  )?.ref;
};

export const findImageImport = async (
  rest: RestClient,
  cluster: string,
  signal?: AbortSignal,
): Promise<TaskRef | undefined> => {
  const running = await listRunning(rest, imagesService, signal);
  return running.find(
    ({ info }) => operationOf(info) === 'import_from_imgdb' && (!info.target || info.target.id === cluster),
  )?.ref;
};
