import type { z } from 'zod';
import { describeItem, keyOf, type ItemKind, type ItemRef } from '../../domain/archive/item.js';
import type {
  AuthorityReading,
  KeyProviderConfiguration,
  UnreadablePart,
} from '../../domain/archive/configuration.js';
import { TPM_SETTINGS } from '../../domain/archive/contents.js';
import type { ClusterRef, Health } from '../../domain/model/inventory.js';
import { parseEsxVersion } from '../../domain/versions/index.js';
import { VSphereError } from '../../ports/errors.js';
import { mapLimited } from '../connection/limiter.js';
import type { RestClient } from '../rest/client.js';
import { pathOf } from '../rest/path.js';
import { isNotFound } from '../rest/tasks.js';
import { createAuthorityReads, readServiceHosts } from '../rest/trust/authority.js';
import {
  CaCertificateInfo,
  CertificateRequest,
  ClientCertificate,
  EndorsementKeyInfo,
  PrincipalWhole,
  ProviderWhole,
  ShownCertificates,
  TpmSettingsWhole,
  TrustedServerCertificates,
} from '../rest/trust/configuration-schemas.js';

type Reads = ReturnType<typeof createAuthorityReads>;

/** What a reading collects beside the configuration: the archive must not look more complete than it is. */
interface Notes {
  readonly health: Record<string, Health>;
  readonly unreadable: UnreadablePart[];
}

/** What cannot be read is noted with its reason; a server that is away is no such reason. */
const orNote = async <T>(notes: Notes, what: ItemRef | string, read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof VSphereError) || error.kind === 'passing') throw error;
    notes.unreadable.push({
      reason: error.message,
      ...(typeof what === 'string' ? { subject: what } : { subject: describeItem(what), item: keyOf(what) }),
    });
    return undefined;
  }
};

/** A part that need not be there. */
const orAbsent = async <T>(read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
};

/** Every entry of a list, whole, with its health noted under the item's key. */
const readItems = async <L, I extends { readonly health: Health }, T>(
  notes: Notes,
  list: readonly L[],
  about: {
    readonly kind: ItemKind;
    readonly nameOf: (entry: L, info?: I) => string;
    readonly read: (entry: L) => Promise<I>;
    readonly itemOf: (entry: L, info: I) => T;
  },
): Promise<T[]> => {
  const { kind, nameOf, read, itemOf } = about;
  const items = await mapLimited(list, async (entry) => {
    const info = await orNote(notes, { kind, name: nameOf(entry) }, read(entry));
    if (info === undefined) return [];
    notes.health[keyOf({ kind, name: nameOf(entry, info) })] = info.health;
    return [itemOf(entry, info)];
  });
  return items.flat();
};

const readProvider = async (
  reads: Reads,
  notes: Notes,
  name: string,
): Promise<readonly KeyProviderConfiguration[]> => {
  const base = pathOf`/kms/providers/${name}`;
  const provider: ItemRef = { kind: 'keyProvider', name };
  const whole = await orNote(notes, provider, reads.whole(ProviderWhole, base));
  if (whole === undefined) return [];
  notes.health[keyOf(provider)] = whole.health;
  const part = <T>(what: ItemRef | string, schema: z.ZodType<T>, path: string) =>
    orNote(notes, what, orAbsent(reads.whole(schema, `${base}${path}`)));
  const [client, request, trusted, shown] = await Promise.all([
    part({ kind: 'clientCertificate', name }, ClientCertificate, '/client-certificate'),
    part(`signing request of key provider ${name}`, CertificateRequest, '/client-certificate/csr'),
    part({ kind: 'serverCertificates', name }, TrustedServerCertificates, '/peer-certs/trusted'),
    part(`certificates that the servers of ${name} show`, ShownCertificates, '/peer-certs/current'),
  ]);
  return [
    {
      name,
      ...whole.settings,
      ...(client?.certificate ? { clientCertificate: client.certificate } : {}),
      ...(request === undefined ? {} : { certificateRequest: request.csr }),
      trustedCertificates: trusted?.certificates ?? [],
      shownCertificates: shown ?? [],
    },
  ];
};

const readServices = async (rest: RestClient, notes: Notes, cluster: string, signal?: AbortSignal) => {
  const kinds = [
    ['attestation', 'attestation'],
    ['kms', 'keyProvider'],
  ] as const;
  const lists = await Promise.all(
    kinds.map(async ([path, kind]) => {
      const hosts = await orNote(
        notes,
        `${kind} services of the TA hosts`,
        readServiceHosts(rest, cluster, path, signal),
      );
      return (hosts ?? []).map((host) => ({ ...host, kind }));
    }),
  );
  return lists.flat();
};

/**
 * Everything of the vTA configuration that can be read back (vta-operations 2.9), with its health. What cannot: image
 * files, KMIP passwords, private keys, endorsement-key certificates.
 *
 * @rule BAK-3
 */
export const readWholeConfiguration = async (
  rest: RestClient,
  cluster: ClusterRef,
  limitMs: number,
  signal?: AbortSignal,
): Promise<AuthorityReading> => {
  const reads = createAuthorityReads(rest, cluster.moid, limitMs, signal);
  const notes: Notes = { health: {}, unreadable: [] };
  const tpm2 = '/attestation/tpm2';
  const [images, certificates, keys, principals, providers, settings, services] = await Promise.all([
    reads.images(),
    reads.caCertificates(),
    reads.endorsementKeys(),
    reads.principals(),
    reads.keyProviders(),
    reads.whole(TpmSettingsWhole, `${tpm2}/settings`),
    readServices(rest, notes, cluster.moid, signal),
  ]);
  notes.health[keyOf(TPM_SETTINGS)] = settings.health;
  const baseImages = images.map(({ version: id, display_name: displayName, health }) => {
    const version = parseEsxVersion(id) ?? parseEsxVersion(displayName ?? '') ?? id;
    notes.health[keyOf({ kind: 'baseImage', name: version })] = health;
    return { version, id, displayName: displayName ?? id };
  });
  const nameOf = ({ name }: { readonly name: string }): string => name;
  return {
    configuration: {
      cluster,
      keyProviders: (
        await mapLimited(providers, ({ provider }) => readProvider(reads, notes, provider))
      ).flat(),
      tpmSettings: {
        requireEndorsementKeys: settings.require_endorsement_keys,
        requireCertificateValidation: settings.require_certificate_validation,
      },
      caCertificates: await readItems(notes, certificates, {
        kind: 'caCertificate',
        nameOf,
        read: ({ name }) => reads.whole(CaCertificateInfo, pathOf`/attestation/tpm2/ca-certificates/${name}`),
        itemOf: ({ name }, { cert_chain }) => ({ name, chain: cert_chain }),
      }),
      endorsementKeys: await readItems(notes, keys, {
        kind: 'endorsementKey',
        nameOf,
        read: ({ name }) =>
          reads.whole(EndorsementKeyInfo, pathOf`/attestation/tpm2/endorsement-keys/${name}`),
        itemOf: ({ name }, { public_key }) => ({ name, publicKey: public_key }),
      }),
      baseImages,
      principals: await readItems(notes, principals, {
        kind: 'principal',
        nameOf: ({ id, issuer }, info?: z.output<typeof PrincipalWhole>) =>
          info?.principal.issuer ?? issuer ?? id,
        read: ({ id }) => reads.whole(PrincipalWhole, pathOf`/consumer-principals/${id}`),
        itemOf: (_, { principal }) => principal,
      }),
      services,
    },
    health: notes.health,
    unreadable: notes.unreadable,
  };
};
