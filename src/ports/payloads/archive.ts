import { z } from 'zod';
import type {
  AuthorityConfiguration,
  KeyProviderConfiguration,
  KeyServer,
  NetworkAddress,
  PrincipalConfiguration,
  ServiceEndpoint,
} from '../../domain/archive/configuration.js';
import type { ArchiveManifest, ArchivedImageFile, NotArchived } from '../../domain/archive/manifest.js';
import type { RegisteredService, TrustedConfiguration } from '../../domain/archive/trusted-configuration.js';
import { Cluster, list } from './shared.js';

/*
 * What an archive consists of. It may come from a file that somebody changed, so that everything a restore uses is
 * asked for, and names are kept within reason.
 */

const Name = z.string().min(1).max(1_000);
const Text = z.string().max(10_000);
const Pem = z.string().min(1).max(100_000);
const Chain = list(Pem);
const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256');
const Bytes = z.number().int().nonnegative();
/** Becomes the name of a folder in an archive file. */
const EsxVersionName = z.string().regex(/^\d+\.\d+\.\d+-\d+$/, 'is no ESXi version');

const Address = z.looseObject({
  hostname: Name,
  port: z.number().int().exactOptional(),
}) satisfies z.ZodType<NetworkAddress>;
const Server = z.looseObject({ name: Name, address: Address }) satisfies z.ZodType<KeyServer>;

const KeyProvider = z.looseObject({
  name: Name,
  masterKeyId: Name,
  description: Text,
  connectionTimeoutSeconds: z.number().exactOptional(),
  proxyServer: Address.exactOptional(),
  username: Name.exactOptional(),
  servers: list(Server),
  clientCertificate: Pem.exactOptional(),
  certificateRequest: Pem.exactOptional(),
  trustedCertificates: Chain,
  shownCertificates: list(
    z.looseObject({ server: Name, certificate: Pem.exactOptional(), trusted: z.boolean() }),
  ),
}) satisfies z.ZodType<KeyProviderConfiguration>;

const Principal = z.looseObject({
  name: Name,
  domain: Name,
  type: Name,
  issuer: Name,
  issuerAlias: Text,
  certificates: list(Chain),
}) satisfies z.ZodType<PrincipalConfiguration>;

const Endpoint = z.looseObject({
  host: Name,
  kind: z.enum(['attestation', 'keyProvider']),
  address: Address,
  group: Text,
  trustedCa: Chain,
}) satisfies z.ZodType<ServiceEndpoint>;

export const AuthorityConfigurationPayload = z.looseObject({
  cluster: Cluster,
  keyProviders: list(KeyProvider),
  tpmSettings: z.looseObject({
    requireEndorsementKeys: z.boolean(),
    requireCertificateValidation: z.boolean(),
  }),
  caCertificates: list(z.looseObject({ name: Name, chain: Chain })),
  endorsementKeys: list(z.looseObject({ name: Name, publicKey: Pem })),
  baseImages: list(z.looseObject({ version: Name, id: Name, displayName: Text })),
  principals: list(Principal),
  services: list(Endpoint),
}) satisfies z.ZodType<AuthorityConfiguration>;

const Service = z.looseObject({
  id: Name,
  address: Address,
  group: Text,
  authorityCluster: Name,
  trustedCa: Chain,
}) satisfies z.ZodType<RegisteredService>;

export const TrustedConfigurationPayload = z.looseObject({
  vcenter: Name,
  principal: z.looseObject({ issuer: Name, certificates: list(Chain) }),
  attestationServices: list(Service),
  keyProviderServices: list(Service),
  clusters: list(z.looseObject({ name: Name, moid: Name, attestation: list(Name), keyProvider: list(Name) })),
}) satisfies z.ZodType<TrustedConfiguration>;

const Part = { hash: Hash, bytes: Bytes };
const OfVCenter = {
  ...Part,
  vcenter: Name,
  vcenterVersion: z.looseObject({ version: Name, build: Text }),
};

const ImageFile = z.looseObject({
  ...Part,
  version: EsxVersionName,
  sourceHost: Text,
  exportedAt: Text,
  quickBooted: z.boolean(),
}) satisfies z.ZodType<ArchivedImageFile>;

const Absent = z.looseObject({
  kind: z.enum(['kmip-password', 'private-key', 'image-file', 'unreadable']),
  subject: Text,
  why: Text,
  keeper: Text,
}) satisfies z.ZodType<NotArchived>;

export const ArchiveManifestPayload = z.looseObject({
  schemaVersion: z.number().int().positive(),
  estate: Name,
  takenAt: z.iso.datetime(),
  authority: z.looseObject({ ...OfVCenter, cluster: Cluster }),
  trusted: list(z.looseObject(OfVCenter)),
  images: list(ImageFile),
  notArchived: list(Absent),
}) satisfies z.ZodType<ArchiveManifest>;
