import { z } from 'zod';
import type * as domain from '../domain/model/report.js';
import { Hash, Instant, list } from './common.js';
import {
  Debt,
  GateStatus,
  HostProgress,
  Residue,
  RunState,
  StepStatus,
  TierStatus,
  TimeSplit,
} from './run-status.js';

/** Temporal's part in one workflow. */
export const WorkflowFigures = z
  .object({ workflowId: z.string(), type: z.string(), actions: z.number(), historyEvents: z.number() })
  .meta({ id: 'WorkflowFigures' }) satisfies z.ZodType<domain.WorkflowFigures>;

/** Answer of `GET /v1/runs/{run}/report`. */
export const RunReport = z
  .object({
    schema: z.literal(1),
    runId: z.string(),
    estate: z.string(),
    planHash: Hash,
    requestedBy: z.string(),
    state: RunState,
    startedAt: Instant,
    endedAt: Instant,
    tiers: list(TierStatus),
    operation: z.string().exactOptional(),
    steps: list(StepStatus).exactOptional(),
    gates: list(GateStatus),
    hosts: list(HostProgress),
    services: list(z.object({ host: z.string(), version: z.string() }))
      .exactOptional()
      .meta({ description: 'vTA services of the Trust Authority hosts, as new as their ESXi' }),
    debts: list(Debt),
    residue: list(Residue).exactOptional(),
    time: TimeSplit.exactOptional(),
    temporal: z.object({
      workflows: list(WorkflowFigures),
      actionsPerTrustedHost: z.object({ max: z.number(), mean: z.number() }),
      longestHistory: z.number(),
    }),
  })
  .meta({ id: 'RunReport' }) satisfies z.ZodType<domain.RunReport>;
export type RunReport = z.infer<typeof RunReport>;
