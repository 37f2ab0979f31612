import { z } from 'zod';
import type * as domain from '../domain/model/plan.js';
import { EsxVersion, Hash, Instant, list, PageQuery, pageOf, Reason } from './common.js';
import { ClusterRef, HostRef, Zone } from './hosts.js';
import { VCenterVersion } from './inventory.js';
import { Finding } from './problem.js';

export const TierKind = z
  .enum(['authority-vcenter', 'authority-hosts', 'trusted-vcenters', 'trusted-hosts'])
  .meta({ id: 'TierKind' });

/** What the operator asks for. */
export const UpgradeRequest = z
  .strictObject({
    estate: z.string().min(1),
    vcenterVersion: z
      .string()
      .min(1)
      .meta({ examples: ['8.0.3.00400'] }),
    esxVersion: z
      .string()
      .min(1)
      .meta({ examples: ['8.0.3-0.0.24022510'] }),
    boot: z.enum(['policy', 'full']).default('policy').meta({
      description: "`policy` keeps each cluster's Quick Boot setting, `full` boots every host fully",
    }),
    only: z
      .strictObject({ tiers: list(TierKind), reason: Reason })
      .exactOptional()
      .meta({ description: 'a narrower plan, with the business reason for it; absent = the whole estate' }),
  })
  .meta({ id: 'UpgradeRequest' }) satisfies z.ZodType<domain.UpgradeRequest>;
export type UpgradeRequest = z.infer<typeof UpgradeRequest>;

/** Body of `POST /v1/preflights` and `POST /v1/plans`. */
export const PlanRequest = z.strictObject({ request: UpgradeRequest }).meta({ id: 'PlanRequest' });
export type PlanRequest = z.infer<typeof PlanRequest>;

const HostStep = z
  .object({
    host: HostRef,
    cluster: ClusterRef,
    role: Zone,
    order: z.number().int(),
    isTestHost: z.boolean(),
    target: EsxVersion,
    boot: z.enum(['full', 'quick']),
    executor: z.enum(['operator', 'reboot']).exactOptional().meta({
      description:
        'operator = a person upgrades this host by hand while the run holds it in maintenance mode; reboot = it only boots fully',
    }),
    isRegular: z.literal(true).exactOptional().meta({
      description: 'a host of a cluster that is not trusted yet',
    }),
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
    baseImage: z.string(),
    target: EsxVersion,
    commit: z.string().exactOptional(),
    quickBootFound: z.boolean(),
    quickBoot: z.boolean(),
    vsan: z.boolean().exactOptional(),
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
    kind: z.enum(['begin', 'after-tier', 'trust-image', 'after-test-host', 'operation']),
    title: z.string(),
    rule: z.string(),
  })
  .meta({ id: 'PlannedGate' }) satisfies z.ZodType<domain.PlannedGate>;
export type PlannedGate = z.infer<typeof PlannedGate>;

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
    findings: list(Finding),
  })
  .meta({ id: 'UpgradePlan' }) satisfies z.ZodType<domain.UpgradePlan>;
export type UpgradePlan = z.infer<typeof UpgradePlan>;

/** One line of the list of plans. */
export const PlanSummary = z
  .object({
    hash: Hash,
    estate: z.string(),
    createdBy: z.string(),
    createdAt: Instant,
    blockers: z.number().int(),
    warnings: z.number().int(),
    inventoryHash: Hash,
    operation: z.string().exactOptional().meta({ description: 'kind of the operation; absent = an upgrade' }),
  })
  .meta({ id: 'PlanSummary' });
export type PlanSummary = z.infer<typeof PlanSummary>;

/** Answer of `POST /v1/plans`: what was planned, without the single hosts. */
export const PlanOutcome = PlanSummary.extend({
  request: UpgradeRequest,
  tiers: list(
    z.object({
      kind: TierKind,
      seconds: z.number(),
      vcenters: list(
        z.object({
          name: z.string(),
          target: z.string(),
          executor: z.enum(['appliance-update', 'operator']),
          alreadyDone: z.boolean(),
        }),
      ),
      clusters: list(
        z.object({ name: z.string(), vcenter: z.string(), target: EsxVersion, hosts: z.number().int() }),
      ),
    }),
  ),
  gates: list(PlannedGate),
  forecast: Forecast,
  findings: list(Finding),
}).meta({ id: 'PlanOutcome' });
export type PlanOutcome = z.infer<typeof PlanOutcome>;

/** Answer of `GET /v1/plans/{hash}`: the whole plan. */
export const PlanDetail = PlanSummary.extend({ plan: UpgradePlan }).meta({ id: 'PlanDetail' });
export type PlanDetail = z.infer<typeof PlanDetail>;

export const PlanPage = pageOf('PlanPage', PlanSummary);
export type PlanPage = z.infer<typeof PlanPage>;

export const PlanListQuery = PageQuery.extend({ estate: z.string().optional() });
export type PlanListQuery = z.infer<typeof PlanListQuery>;

/** Answer of `POST /v1/preflights`. */
export const Preflight = z
  .object({
    estate: z.string(),
    planHash: Hash.meta({
      description: 'the plan these findings belong to; it can be started when nothing blocks',
    }),
    inventoryHash: Hash,
    blockers: z.number().int(),
    warnings: z.number().int(),
    findings: list(Finding),
  })
  .meta({ id: 'Preflight' });
export type Preflight = z.infer<typeof Preflight>;

/** Body of `POST /v1/plans/{hash}/check`; nothing to say. */
export const PlanCheckRequest = z.strictObject({}).nullish().meta({ id: 'PlanCheckRequest' });

/** Answer of `POST /v1/plans/{hash}/check`: what the independent checker says; empty = nothing. */
export const PlanCheck = z
  .object({ planHash: Hash, inventoryHash: Hash, findings: list(Finding) })
  .meta({ id: 'PlanCheck' });
export type PlanCheck = z.infer<typeof PlanCheck>;
