import { z } from 'zod';
import type * as domain from '../domain/model/plan.js';
import { EsxVersion, list } from './common.js';
import { ClusterRef, HostRef, Zone } from './hosts.js';
import { ImageFile, VCenterVersion } from './inventory.js';
import { Finding } from './problem.js';
import { TierKind, UpgradeRequest } from './upgrade-request.js';

const HostStep = z
  .object({
    host: HostRef,
    cluster: ClusterRef,
    role: Zone,
    order: z.number().int(),
    isTestHost: z.boolean(),
    imageFile: ImageFile.exactOptional().meta({
      description: 'imported before this host is touched; the host proves it',
    }),
    target: EsxVersion,
    boot: z.enum(['full', 'quick']),
    executor: z.enum(['operator', 'reboot']).exactOptional().meta({
      description:
        'operator = a person upgrades this host by hand while the run holds it in maintenance mode; reboot = it only boots fully',
    }),
    isRegular: z.literal(true).exactOptional().meta({
      description: 'a host of a cluster that is not trusted yet',
    }),
    way: z.enum(['baseline', 'iso']).exactOptional(),
    measuredAfter: EsxVersion.exactOptional(),
    expects: z.object({
      installed: EsxVersion,
      measured: EsxVersion.exactOptional(),
      inMaintenance: z.boolean(),
      connection: z.literal('connected'),
    }),
    comment: z.string(),
  })
  .meta({ id: 'HostStep' }) satisfies z.ZodType<domain.HostStep>;

const VCenterStep = z
  .object({
    vcenter: z.string(),
    zone: Zone,
    executor: z.enum(['appliance-update', 'operator']).meta({
      description:
        '`appliance-update` by the update of the appliance itself, `operator` by people, for whom the run waits',
    }),
    way: z.enum(['installer', 'reduced-downtime']).exactOptional(),
    linked: z
      .object({ group: z.string(), with: list(z.string()) })
      .exactOptional()
      .meta({ description: 'in Enhanced Linked Mode with these other vCenters' }),
    from: VCenterVersion,
    target: z.string(),
    alreadyDone: z.boolean(),
    comment: z.string(),
  })
  .meta({ id: 'VCenterStep' }) satisfies z.ZodType<domain.VCenterStep>;

const ClusterStep = z
  .object({
    cluster: ClusterRef,
    role: Zone,
    executor: z.enum(['lifecycle-image', 'operator']),
    way: z.enum(['baseline', 'iso']).exactOptional(),
    baseImage: z.string(),
    target: EsxVersion,
    commit: z.string().exactOptional(),
    quickBootFound: z.boolean(),
    quickBoot: z.boolean(),
    vsan: z.boolean().exactOptional(),
    disablesAdmissionControl: z.literal(true).exactOptional(),
    hosts: list(HostStep),
    skipped: list(z.object({ host: HostRef, reason: z.string() })),
    comment: z.string(),
  })
  .meta({ id: 'ClusterStep' }) satisfies z.ZodType<domain.ClusterStep>;

const Tier = z
  .union([
    z.object({ kind: z.enum(['authority-vcenter', 'trusted-vcenters']), vcenters: list(VCenterStep) }),
    z.object({ kind: z.enum(['authority-hosts', 'trusted-hosts']), clusters: list(ClusterStep) }),
  ])
  .meta({ id: 'Tier' }) satisfies z.ZodType<domain.Tier>;

export const PlannedGate = z
  .object({
    id: z.string(),
    kind: z.enum([
      'begin',
      'after-tier',
      'linked-snapshots',
      'admission-control',
      'trust-image',
      'after-test-host',
      'operation',
    ]),
    title: z.string(),
    rule: z.string(),
  })
  .meta({ id: 'PlannedGate' }) satisfies z.ZodType<domain.PlannedGate>;
export type PlannedGate = z.infer<typeof PlannedGate>;

export const LeftOut = z
  .object({ kind: z.enum(['vcenter', 'cluster']), name: z.string(), vcenter: z.string(), why: z.string() })
  .meta({ id: 'LeftOut' }) satisfies z.ZodType<domain.LeftOut>;

/** Expected durations in seconds. */
export const Forecast = z
  .object({
    totalSeconds: z.number(),
    tiers: list(z.object({ kind: TierKind, seconds: z.number() })),
  })
  .meta({ id: 'Forecast' }) satisfies z.ZodType<domain.Forecast>;
export type Forecast = z.infer<typeof Forecast>;

/** Immutable; its hash is SHA-256 over its canonical JSON. */
export const UpgradePlan = z
  .object({
    schema: z.literal(1),
    request: UpgradeRequest,
    estateHash: z.string(),
    tiers: list(Tier),
    gates: list(PlannedGate),
    forecast: Forecast,
    leftOut: list(LeftOut)
      .exactOptional()
      .meta({ description: 'what a narrower plan leaves as it is, and why' }),
    findings: list(Finding),
  })
  .meta({ id: 'UpgradePlan' }) satisfies z.ZodType<domain.UpgradePlan>;
export type UpgradePlan = z.infer<typeof UpgradePlan>;
