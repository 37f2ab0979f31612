import { z } from 'zod';
import type { Finding } from '../../domain/model/finding.js';
import type {
  ClusterStep,
  HostStep,
  PlannedGate,
  Tier,
  UpgradePlan,
  UpgradeRequest,
  VCenterStep,
} from '../../domain/model/plan.js';
import { Cluster, Host, list, ZoneName } from './shared.js';

const TierName = z.enum(['authority-vcenter', 'authority-hosts', 'trusted-vcenters', 'trusted-hosts']);

export const RequestPayload = z.looseObject({
  estate: z.string(),
  vcenterVersion: z.string().exactOptional(),
  esxVersion: z.string().exactOptional(),
  boot: z.enum(['policy', 'full']),
  only: z
    .looseObject({
      tiers: list(TierName),
      reason: z.string(),
      vcenters: list(z.string()).exactOptional(),
      clusters: list(z.string()).exactOptional(),
    })
    .exactOptional(),
  executors: z
    .looseObject({
      vcenters: z
        .record(z.string(), z.enum(['appliance-update', 'installer', 'reduced-downtime']))
        .exactOptional(),
      clusters: z.record(z.string(), z.enum(['lifecycle-image', 'baseline', 'iso'])).exactOptional(),
    })
    .exactOptional(),
  imageFile: z.string().exactOptional(),
}) satisfies z.ZodType<UpgradeRequest>;

const HostStepPayload = z.looseObject({
  host: Host,
  cluster: Cluster,
  role: ZoneName,
  order: z.number(),
  isTestHost: z.boolean(),
  imageFile: z
    .looseObject({ version: z.string(), hash: z.string(), bytes: z.number(), from: z.string() })
    .exactOptional(),
  target: z.string(),
  boot: z.enum(['full', 'quick']),
  executor: z.literal('operator').exactOptional(),
  way: z.enum(['baseline', 'iso']).exactOptional(),
  measuredAfter: z.string().exactOptional(),
  expects: z.looseObject({
    installed: z.string(),
    measured: z.string().exactOptional(),
    inMaintenance: z.boolean(),
    connection: z.literal('connected'),
  }),
  comment: z.string(),
}) satisfies z.ZodType<HostStep>;

const VCenterStepPayload = z.looseObject({
  vcenter: z.string(),
  zone: ZoneName,
  executor: z.enum(['appliance-update', 'operator']),
  way: z.enum(['installer', 'reduced-downtime']).exactOptional(),
  linked: z.looseObject({ group: z.string(), with: list(z.string()) }).exactOptional(),
  from: z.looseObject({ version: z.string(), build: z.string() }),
  target: z.string(),
  alreadyDone: z.boolean(),
  comment: z.string(),
}) satisfies z.ZodType<VCenterStep>;

const ClusterStepPayload = z.looseObject({
  cluster: Cluster,
  role: ZoneName,
  executor: z.enum(['lifecycle-image', 'operator']),
  way: z.enum(['baseline', 'iso']).exactOptional(),
  baseImage: z.string(),
  target: z.string(),
  commit: z.string().exactOptional(),
  quickBootFound: z.boolean(),
  quickBoot: z.boolean(),
  disablesAdmissionControl: z.literal(true).exactOptional(),
  hosts: list(HostStepPayload),
  skipped: list(z.looseObject({ host: Host, reason: z.string() })),
  comment: z.string(),
}) satisfies z.ZodType<ClusterStep>;

const TierPayload = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.enum(['authority-vcenter', 'trusted-vcenters']),
    vcenters: list(VCenterStepPayload),
  }),
  z.looseObject({ kind: z.enum(['authority-hosts', 'trusted-hosts']), clusters: list(ClusterStepPayload) }),
]) satisfies z.ZodType<Tier>;

export const GatePayload = z.looseObject({
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
}) satisfies z.ZodType<PlannedGate>;

export const FindingPayload = z.looseObject({
  rule: z.string(),
  check: z.string(),
  subject: z.string(),
  severity: z.enum(['blocker', 'warning', 'info']),
  message: z.string(),
  remedy: z.string(),
  waiver: z
    .looseObject({ id: z.string(), by: z.string(), reason: z.string(), expiresAt: z.string() })
    .exactOptional(),
}) satisfies z.ZodType<Finding>;

/** What people approved; a word in it that this release does not know must stop it, not be passed over. */
export const PlanPayload = z.looseObject({
  schema: z.literal(1),
  request: RequestPayload,
  estateHash: z.string(),
  tiers: list(TierPayload),
  gates: list(GatePayload),
  forecast: z.looseObject({
    totalSeconds: z.number(),
    tiers: list(z.looseObject({ kind: TierName, seconds: z.number() })),
  }),
  leftOut: list(
    z.looseObject({
      kind: z.enum(['vcenter', 'cluster']),
      name: z.string(),
      vcenter: z.string(),
      why: z.string(),
    }),
  ).exactOptional(),
  findings: list(FindingPayload),
}) satisfies z.ZodType<UpgradePlan>;
