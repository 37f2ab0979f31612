import { canonicalJson } from '../../src/domain/canonical-json.js';
import type {
  AuthorityConfiguration,
  AuthorityReading,
  KeyProviderConfiguration,
  PrincipalConfiguration,
} from '../../src/domain/archive/configuration.js';
import { contentsOf } from '../../src/domain/archive/contents.js';
import { keyOf } from '../../src/domain/archive/item.js';
import { ARCHIVE_SCHEMA, type ArchiveManifest } from '../../src/domain/archive/manifest.js';
import type {
  RegisteredService,
  TrustedConfiguration,
} from '../../src/domain/archive/trusted-configuration.js';
import type { Health } from '../../src/domain/model/inventory.js';
import type { BlobStorePort } from '../../src/ports/records.js';
import { anAuthority, NEW, OLD } from './builders.js';

const pem = (text: string): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(text).toString('base64')}\n-----END CERTIFICATE-----\n`;

export const aKeyProvider = (change: Partial<KeyProviderConfiguration> = {}): KeyProviderConfiguration => ({
  name: 'kp-main',
  masterKeyId: 'master-1',
  description: 'production',
  username: 'vta',
  servers: [
    { name: 'kms-1', address: { hostname: 'kms-1.example.com', port: 5696 } },
    { name: 'kms-2', address: { hostname: 'kms-2.example.com' } },
  ],
  clientCertificate: pem('client'),
  trustedCertificates: [pem('kms-1'), pem('kms-2')],
  shownCertificates: [],
  ...change,
});

export const aPrincipal = (change: Partial<PrincipalConfiguration> = {}): PrincipalConfiguration => ({
  name: 'vpxd-1',
  domain: 'vsphere.local',
  type: 'STS_USER',
  issuer: 'https://wl-vc/openidconnect/vsphere.local',
  issuerAlias: 'wl-vc',
  certificates: [[pem('sts'), pem('sts root')]],
  ...change,
});

/** A configuration that has one item of every kind. */
export const aConfiguration = (change: Partial<AuthorityConfiguration> = {}): AuthorityConfiguration => ({
  cluster: anAuthority().cluster,
  keyProviders: [aKeyProvider()],
  tpmSettings: { requireEndorsementKeys: false, requireCertificateValidation: true },
  caCertificates: [{ name: 'vendor', chain: [pem('root'), pem('vendor')] }],
  endorsementKeys: [{ name: 'ek-1', publicKey: pem('ek-1') }],
  baseImages: [{ version: OLD, id: OLD, displayName: `ESXi ${OLD}` }],
  principals: [aPrincipal()],
  services: [],
  ...change,
});

/** The same configuration emptied: what is left cannot be removed. */
export const emptied = (configuration: AuthorityConfiguration): AuthorityConfiguration => ({
  ...configuration,
  keyProviders: [],
  tpmSettings: { requireEndorsementKeys: false, requireCertificateValidation: false },
  caCertificates: [],
  endorsementKeys: [],
  baseImages: [],
  principals: [],
});

/** A reading in which every item has this health, unless `health` says another by key. */
export const aReading = (
  configuration: AuthorityConfiguration = aConfiguration(),
  { all = 'OK', health = {}, ...change }: Partial<AuthorityReading> & { readonly all?: Health } = {},
): AuthorityReading => ({
  configuration,
  health: {
    ...Object.fromEntries(contentsOf(configuration).map(({ item }) => [keyOf(item), all])),
    ...health,
  },
  unreadable: [],
  ...change,
});

/** Puts an archive into a store as the activities do; every base image has a file. @returns its hash */
export async function storeArchive(
  blobs: BlobStorePort,
  configuration: AuthorityConfiguration = aConfiguration(),
  change: Partial<ArchiveManifest> = {},
): Promise<string> {
  const put = async (text: string) => {
    const bytes = new TextEncoder().encode(text);
    return { hash: await blobs.put(bytes), bytes: bytes.byteLength };
  };
  const about = { sourceHost: 'esx-1', exportedAt: '2026-01-01T00:00:00.000Z', quickBooted: false };
  const images = configuration.baseImages.map(async ({ version }) => ({
    ...(await put(`the file of ${version}`)),
    ...about,
    version,
  }));
  const manifest: ArchiveManifest = {
    schemaVersion: ARCHIVE_SCHEMA,
    estate: 'lab',
    takenAt: '2026-01-01T00:00:00.000Z',
    authority: {
      ...(await put(canonicalJson(configuration))),
      vcenter: 'ta-vc',
      vcenterVersion: { version: NEW, build: '1' },
      cluster: configuration.cluster,
    },
    trusted: [],
    images: await Promise.all(images),
    notArchived: [],
    ...change,
  };
  return (await put(canonicalJson(manifest))).hash;
}

export const aTrustedConfiguration = (): TrustedConfiguration => ({
  vcenter: 'wl-vc',
  principal: { issuer: aPrincipal().issuer, certificates: aPrincipal().certificates },
  attestationServices: [aService('attestation-1')],
  keyProviderServices: [aService('kms-1')],
  clusters: [{ name: 'workload', moid: 'c-1', attestation: ['attestation-1'], keyProvider: ['kms-1'] }],
});

const aService = (id: string): RegisteredService => ({
  id,
  address: { hostname: 'ta-1', port: 443 },
  group: 'group-1',
  authorityCluster: 'ta',
  trustedCa: [pem('ta-1')],
});
