import { z } from 'zod';
import { EsxVersion, Hash, Instant, list, PageQuery, pageOf } from './common.js';
import { Finding } from './problem.js';
import { Forecast, LeftOut, PlannedGate, UpgradePlan } from './upgrade-plan.js';
import { TierKind, UpgradeRequest } from './upgrade-request.js';

/** Body of `POST /v1/preflights` and `POST /v1/plans`. */
export const PlanRequest = z.strictObject({ request: UpgradeRequest }).meta({ id: 'PlanRequest' });
export type PlanRequest = z.infer<typeof PlanRequest>;

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
  leftOut: list(LeftOut).exactOptional(),
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
