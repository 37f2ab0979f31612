import { z } from 'zod';
import { Hash, Instant, list, PageQuery, pageOf, Reason } from './common.js';
import { SomeLimits } from './limits.js';
import { UpgradeRequest } from './upgrade-request.js';
import { Finding } from './problem.js';
import { GateStatus, HostProgress, PauseMode, RunEvent, RunState, RunStatus } from './run-status.js';

/** Body of `POST /v1/runs` for a plan that was looked at. */
export const StartRunOfPlan = z
  .strictObject({
    estate: z.string().min(1),
    planHash: Hash,
    reason: Reason,
    limits: SomeLimits.exactOptional(),
  })
  .meta({ id: 'StartRunOfPlan' });

/** Body of `POST /v1/runs` that plans and starts in one call. */
export const StartRunOfRequest = z
  .strictObject({ request: UpgradeRequest, reason: Reason, limits: SomeLimits.exactOptional() })
  .meta({ id: 'StartRunOfRequest' });

/** Body of `POST /v1/runs`. */
export const StartRun = z.union([StartRunOfPlan, StartRunOfRequest]).meta({ id: 'StartRun' });
export type StartRun = z.infer<typeof StartRun>;

/** Answer of `POST /v1/runs`. */
export const RunStarted = z
  .object({
    runId: z.string(),
    estate: z.string(),
    planHash: Hash,
    findings: list(Finding).meta({ description: 'warnings of the plan; nothing in it blocks' }),
  })
  .meta({ id: 'RunStarted' });
export type RunStarted = z.infer<typeof RunStarted>;

/** Answer of `GET /v1/runs/{run}`. */
export const Run = RunStatus.extend({
  requestedAt: Instant,
  live: z.boolean().meta({ description: 'true: asked of the running workflow; false: last written record' }),
  notLiveBecause: z.string().exactOptional(),
  reportHash: Hash.exactOptional(),
}).meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;

/** One line of the list of runs, from the records. */
export const RunSummary = z
  .object({
    runId: z.string(),
    estate: z.string(),
    planHash: Hash,
    requestedBy: z.string(),
    requestedAt: Instant,
    operation: z.string().exactOptional(),
    state: RunState,
    endedAt: Instant.exactOptional(),
    outcome: z.string().exactOptional(),
    reportHash: Hash.exactOptional(),
  })
  .meta({ id: 'RunSummary' });
export type RunSummary = z.infer<typeof RunSummary>;

export const RunPage = pageOf('RunPage', RunSummary);
export type RunPage = z.infer<typeof RunPage>;

export const RunListQuery = PageQuery.extend({ estate: z.string().optional() });
export type RunListQuery = z.infer<typeof RunListQuery>;

export const HostProgressList = z.object({ items: list(HostProgress) }).meta({ id: 'HostProgressList' });
export type HostProgressList = z.infer<typeof HostProgressList>;

export const RunEventQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0).meta({ description: '`position` of the last event seen' }),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
export type RunEventQuery = z.infer<typeof RunEventQuery>;

export const RunEventPage = pageOf('RunEventPage', RunEvent);
export type RunEventPage = z.infer<typeof RunEventPage>;

export const GateList = z
  .object({
    planHash: Hash.meta({ description: 'to be sent with a decision' }),
    live: z.boolean(),
    items: list(GateStatus),
  })
  .meta({ id: 'GateList' });
export type GateList = z.infer<typeof GateList>;

/** Body of `POST /v1/runs/{run}/gates/{gate}/decision`. The gate comes from the path, the name from the login. */
export const GateDecisionBody = z
  .strictObject({
    verdict: z.enum(['approved', 'rejected']),
    planHash: Hash.meta({ description: 'the plan that the decider saw' }),
    reason: Reason,
  })
  .meta({ id: 'GateDecisionBody' });
export type GateDecisionBody = z.infer<typeof GateDecisionBody>;

/** Body of `POST /v1/runs/{run}/pause`; without `pause` at the next safe point. */
export const PauseBody = z
  .strictObject({ reason: Reason, pause: PauseMode.exactOptional() })
  .meta({ id: 'PauseBody' });
export type PauseBody = z.infer<typeof PauseBody>;

/** Body of resume and abort. */
export const ReasonBody = z.strictObject({ reason: Reason }).meta({ id: 'ReasonBody' });
export type ReasonBody = z.infer<typeof ReasonBody>;

/** Status 202: nobody has answered yet; the same request with the same key may be sent again. */
export const Pending = z
  .object({
    state: z.literal('pending'),
    message: z.string(),
    idempotencyKey: z.string(),
    retry: z.string(),
    runId: z.string().exactOptional(),
  })
  .meta({ id: 'Pending' });
export type Pending = z.infer<typeof Pending>;
