import type { ClusterRef } from '../../domain/model/inventory.js';
import { VSphereError } from '../../ports/errors.js';
import { mapLimited } from '../connection/limiter.js';
import type { RestClient } from '../rest/client.js';
import { createAuthorityReads, listAuthorityClusters, readServiceHosts } from '../rest/trust/authority.js';

type Reads = ReturnType<typeof createAuthorityReads>;

/**
 * A part that need not be there (a client certificate, a pending signing request, a key server that answers). Why
 * it is missing is kept beside the rest: the archive must not look more complete than it is.
 */
const orReason = async (read: Promise<unknown>): Promise<unknown> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof VSphereError && error.kind !== 'passing') return { unreadable: error.message };
    throw error;
  }
};

/** Every entry of a list, whole, beside its list entry. */
const entries = async <T>(
  reads: Reads,
  path: string,
  list: readonly T[],
  nameOf: (entry: T) => string,
): Promise<unknown[]> =>
  mapLimited(list, async (entry) => ({
    ...(entry as object),
    info: await orReason(reads.raw(path, nameOf(entry))),
  }));

const providerParts = [
  'client-certificate',
  'client-certificate/csr',
  'peer-certs/current',
  'peer-certs/trusted',
];

const readProvider = async (reads: Reads, provider: string): Promise<Record<string, unknown>> => {
  const base = `/kms/providers/${encodeURIComponent(provider)}`;
  const result: Record<string, unknown> = { provider, info: await reads.raw(base) };
  for (const part of providerParts) result[part] = await orReason(reads.raw(`${base}/${part}`));
  return result;
};

/**
 * Everything of the vTA configuration that can be read back, as it comes (vta-operations 2.9). What cannot: image
 * files, KMIP passwords, private keys, endorsement-key certificates.
 *
 * @rule BAK-3
 */
export const readWholeConfiguration = async (
  rest: RestClient,
  cluster: ClusterRef,
  limitMs: number,
  signal?: AbortSignal,
): Promise<unknown> => {
  const reads = createAuthorityReads(rest, cluster.moid, limitMs, signal);
  const states = await listAuthorityClusters(rest, signal);
  const images = '/attestation/os/esx/base-images';
  const certificates = '/attestation/tpm2/ca-certificates';
  const keys = '/attestation/tpm2/endorsement-keys';
  const [imageList, certificateList, keyList, principalList, providerList] = await Promise.all([
    reads.images(),
    reads.caCertificates(),
    reads.endorsementKeys(),
    reads.principals(),
    reads.keyProviders(),
  ]);
  return {
    cluster: { ...cluster, state: states.find((entry) => entry.cluster === cluster.moid)?.state },
    attestationHosts: await orReason(readServiceHosts(rest, cluster.moid, 'attestation', signal)),
    keyProviderHosts: await orReason(readServiceHosts(rest, cluster.moid, 'kms', signal)),
    tpmSettings: await reads.raw('/attestation/tpm2/settings'),
    baseImages: await entries(reads, images, imageList, ({ version }) => version),
    caCertificates: await entries(reads, certificates, certificateList, ({ name }) => name),
    endorsementKeys: await entries(reads, keys, keyList, ({ name }) => name),
    principals: await entries(reads, '/consumer-principals', principalList, ({ id }) => id),
    keyProviders: await mapLimited(providerList, ({ provider }) => readProvider(reads, provider)),
  };
};
