import { z } from 'zod';
import type * as domain from '../domain/model/inventory.js';
import type { VCenterVersion as DomainVCenterVersion } from '../domain/model/version.js';
import { EsxVersion, Instant, list } from './common.js';
import { Readiness } from './readiness.js';
import { ClusterRef, EsxHost, Health, LedgerRow, Zone } from './hosts.js';

export const VCenterVersion = z
  .object({ version: z.string(), build: z.string() })
  .meta({ id: 'VCenterVersion' }) satisfies z.ZodType<DomainVCenterVersion>;

/** One base image of the Trust Authority Cluster. */
export const BaseImage = z
  .object({
    version: EsxVersion,
    id: z.string(),
    displayName: z.string(),
    health: Health,
    details: list(z.string()),
    lastAttestedAt: Instant.exactOptional(),
  })
  .meta({ id: 'BaseImage' }) satisfies z.ZodType<domain.BaseImage>;
export type BaseImage = z.infer<typeof BaseImage>;

const ApplyPolicy = z
  .object({
    enableQuickBoot: z.boolean(),
    powerAction: z.string(),
    disableDpm: z.boolean(),
    disableAdmissionControl: z.boolean(),
    parallelRemediation: z.boolean(),
    raw: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'ApplyPolicy' }) satisfies z.ZodType<domain.ApplyPolicy>;

export const EsxCluster = z
  .object({
    ref: ClusterRef,
    role: Zone,
    imageManaged: z.boolean().exactOptional(),
    desired: z.object({ baseImage: EsxVersion, commit: z.string().exactOptional() }).exactOptional(),
    policy: ApplyPolicy.exactOptional(),
    drs: z.enum(['fullyAutomated', 'partiallyAutomated', 'manual', 'off', 'unknown']),
    ha: z.object({ enabled: z.boolean(), admissionControl: z.boolean() }).exactOptional(),
    dpm: z.boolean().exactOptional(),
    vsan: z.boolean().exactOptional(),
    appliedConfig: z.enum(['NONE', 'OK', 'ERROR']).exactOptional(),
    hosts: list(EsxHost),
  })
  .meta({ id: 'EsxCluster' }) satisfies z.ZodType<domain.EsxCluster>;
export type EsxCluster = z.infer<typeof EsxCluster>;

export const VCenterFacts = z
  .object({
    name: z.string(),
    zone: Zone,
    current: VCenterVersion,
    updateState: z.string(),
    pending: list(
      z.object({ version: z.string(), name: z.string(), type: z.string(), rebootRequired: z.boolean() }),
    ),
    health: z.string(),
    licensed: z.boolean().exactOptional(),
    lastBackupAt: Instant.exactOptional(),
  })
  .meta({ id: 'VCenterFacts' }) satisfies z.ZodType<domain.VCenterFacts>;

const NamedHealth = z.object({ name: z.string(), health: Health }).meta({ id: 'NamedHealth' });

const AuthorityFacts = z
  .object({
    cluster: ClusterRef,
    state: z.enum(['ENABLE', 'DISABLE']),
    attestationService: Health,
    keyProviderService: Health,
    images: list(BaseImage),
    keyProviders: list(NamedHealth),
    principals: list(z.object({ id: z.string(), issuer: z.string(), health: Health })),
    tpmSettings: Health,
    caCertificates: list(NamedHealth),
    endorsementKeys: list(NamedHealth),
  })
  .meta({ id: 'AuthorityFacts' }) satisfies z.ZodType<domain.AuthorityFacts>;

const TrustLink = z
  .object({
    vcenter: z.string(),
    principalFingerprint: z.string(),
    principalIssuer: z.string(),
    attestationServices: list(z.string()),
    keyProviderServices: list(z.string()),
  })
  .meta({ id: 'TrustLink' }) satisfies z.ZodType<domain.TrustLink>;

/** Everything preflight and planning look at, read at one time. */
export const EstateInventory = z
  .object({
    estate: z.string(),
    readAt: Instant,
    authority: z.object({
      vcenter: VCenterFacts,
      facts: AuthorityFacts,
      cluster: EsxCluster,
      readiness: Readiness.exactOptional(),
    }),
    trusted: list(
      z.object({
        vcenter: VCenterFacts,
        link: TrustLink,
        clusters: list(EsxCluster),
        readiness: Readiness.exactOptional(),
      }),
    ),
    archivedImages: list(EsxVersion),
    configurationArchivedAt: Instant.exactOptional(),
    configurationArchive: z
      .object({
        archive: z.string(),
        at: Instant,
        items: list(z.string()),
        images: list(EsxVersion),
        trusted: list(z.string()),
        unreadable: list(z.string()),
      })
      .exactOptional()
      .meta({ description: 'what the newest archive of the vTA configuration holds' }),
    ledger: list(LedgerRow),
    unreadable: list(z.object({ subject: z.string(), reason: z.string() })),
  })
  .meta({ id: 'EstateInventory' }) satisfies z.ZodType<domain.EstateInventory>;
export type EstateInventory = z.infer<typeof EstateInventory>;
