import { z } from 'zod';
import type * as domain from '../domain/model/inventory.js';
import { EsxVersion, Instant, list } from './common.js';

export const Zone = z.enum(['authority', 'trusted']).meta({ id: 'Zone' });
export const Health = z.enum(['NONE', 'OK', 'WARNING', 'ERROR']).meta({ id: 'Health' });

export const HostRef = z
  .object({ vcenter: z.string(), moid: z.string(), name: z.string() })
  .meta({ id: 'HostRef' }) satisfies z.ZodType<domain.HostRef>;
export type HostRef = z.infer<typeof HostRef>;

export const ClusterRef = z
  .object({ vcenter: z.string(), moid: z.string(), name: z.string() })
  .meta({ id: 'ClusterRef' }) satisfies z.ZodType<domain.ClusterRef>;
export type ClusterRef = z.infer<typeof ClusterRef>;

/** How the last boot happened, and how we know. */
export const BootEvidence = z
  .object({
    type: z.enum(['full', 'quick', 'unknown']),
    source: z.enum(['event', 'boot-time', 'tpm', 'operator', 'none']),
    bootTime: Instant.exactOptional(),
    event: z.string().exactOptional(),
    sources: list(
      z.object({
        source: z.enum(['event', 'boot-time', 'tpm', 'operator']),
        type: z.enum(['full', 'quick']),
        text: z.string(),
      }),
    ).exactOptional(),
  })
  .meta({ id: 'BootEvidence' }) satisfies z.ZodType<domain.BootEvidence>;
export type BootEvidence = z.infer<typeof BootEvidence>;

const AttestationStatus = z.enum(['attested', 'notAttested', 'unknown']).meta({ id: 'AttestationStatus' });

/** Remote attestation of a trusted host. */
export const Attestation = z
  .object({
    status: AttestationStatus,
    attestedAt: Instant.exactOptional(),
    attestedUntil: Instant.exactOptional(),
    services: list(
      z.object({
        status: AttestationStatus,
        serviceId: z.string().exactOptional(),
        messages: list(z.string()),
        messageIds: list(z.string()).exactOptional(),
      }),
    ),
  })
  .meta({ id: 'Attestation' }) satisfies z.ZodType<domain.Attestation>;
export type Attestation = z.infer<typeof Attestation>;

/** One ESXi host as read from its vCenter; absent = could not be read. */
export const EsxHost = z
  .object({
    ref: HostRef,
    cluster: ClusterRef,
    role: Zone,
    installed: EsxVersion.exactOptional(),
    connection: z.enum(['connected', 'disconnected', 'notResponding', 'unknown']),
    inMaintenance: z.boolean().exactOptional(),
    bootTime: Instant.exactOptional(),
    boot: BootEvidence,
    attestation: Attestation,
    quickBootSupported: z.boolean().exactOptional(),
    tpm: z.boolean().exactOptional(),
    thumbprint: z.string().exactOptional(),
    poweredOnVms: z.number(),
    encryptedVms: z.number(),
    pinnedVms: list(z.string()),
  })
  .meta({ id: 'EsxHost' }) satisfies z.ZodType<domain.EsxHost>;
export type EsxHost = z.infer<typeof EsxHost>;

/** Attestation ledger: which version a trusted host runs, and with which one it attests. */
export const LedgerRow = z
  .object({
    host: HostRef,
    installed: EsxVersion.exactOptional(),
    measured: EsxVersion.exactOptional(),
    installedSince: z.object({ at: Instant, before: EsxVersion.exactOptional() }).exactOptional(),
    boot: BootEvidence,
    owedSince: Instant.exactOptional(),
    at: Instant,
  })
  .meta({ id: 'LedgerRow' }) satisfies z.ZodType<domain.LedgerRow>;
export type LedgerRow = z.infer<typeof LedgerRow>;
