import { z } from 'zod';
import {
  CHOICES,
  HOST_SAFE_POINTS,
  VCENTER_SAFE_POINTS,
  type SubjectDecision,
} from '../../domain/model/decision.js';
import type { LimitsChange } from '../../domain/model/limits.js';
import type { GateDecision, HostProgress, Request, RunEvent, RunStatus } from '../../domain/model/run.js';
import { Host, list } from './shared.js';

export const AskPayload = z.looseObject({
  id: z.string(),
  by: z.string(),
  reason: z.string(),
}) satisfies z.ZodType<Request>;

export const GateDecisionPayload = AskPayload.extend({
  gate: z.string(),
  verdict: z.enum(['approved', 'rejected']),
  planHash: z.string(),
}) satisfies z.ZodType<GateDecision>;

export const SubjectDecisionPayload = AskPayload.extend({
  subject: z.string(),
  choice: z.enum(CHOICES),
  from: z.enum([...HOST_SAFE_POINTS, ...VCENTER_SAFE_POINTS]).exactOptional(),
  planHash: z.string(),
}) satisfies z.ZodType<SubjectDecision>;

const BudgetPayload = z.looseObject({ count: z.number(), percent: z.number() });

export const LimitsChangePayload = AskPayload.extend({
  concurrency: z
    .looseObject({
      perCluster: z.number().exactOptional(),
      perVCenter: z.number().exactOptional(),
      global: z.number().exactOptional(),
    })
    .exactOptional(),
  failureBudget: z
    .looseObject({
      authority: BudgetPayload.exactOptional(),
      trusted: BudgetPayload.exactOptional(),
      perCluster: BudgetPayload.exactOptional(),
    })
    .exactOptional(),
  order: list(z.looseObject({ cluster: z.string(), hosts: list(z.string()) })).exactOptional(),
  planHash: z.string(),
}) satisfies z.ZodType<LimitsChange>;

/** Its kind is shown and steers nothing here, so that one this release does not know is no reason to show nothing. */
const WaitingPayload = z.looseObject({
  kind: z.string(),
  subject: z.string(),
  since: z.string(),
  have: z.string(),
  need: z.string(),
  rule: z.string(),
  youMay: list(z.looseObject({ who: z.string(), what: z.string() })),
});

/** The words that decide what may be asked of a run next are closed. */
export const RunStatusPayload = z.looseObject({
  runId: z.string(),
  estate: z.string(),
  planHash: z.string(),
  requestedBy: z.string(),
  state: z.enum([
    'starting',
    'waiting-for-gate',
    'running',
    'paused',
    'needs-operator',
    'aborting',
    'succeeded',
    'rejected',
    'aborted',
    'failed',
  ]),
  startedAt: z.string(),
  endedAt: z.string().exactOptional(),
  tiers: list(
    z.looseObject({
      kind: z.enum(['authority-vcenter', 'authority-hosts', 'trusted-vcenters', 'trusted-hosts']),
      state: z.enum(['planned', 'running', 'done', 'failed']),
      total: z.number(),
      done: z.number(),
    }),
  ),
  gates: list(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      rule: z.string(),
      state: z.enum(['planned', 'open', 'approved', 'rejected', 'not-needed']),
      evidence: list(z.string()).exactOptional(),
    }),
  ),
  waitingOn: list(WaitingPayload),
  debts: list(z.looseObject({ kind: z.string(), subject: z.string(), rule: z.string(), text: z.string() })),
  parked: list(z.string()).exactOptional(),
  outcome: z.string().exactOptional(),
}) as unknown as z.ZodType<RunStatus>;

/** A host's line in the records: several writers, of which one may be of the next release. */
export const HostProgressPayload = z.looseObject({
  host: Host,
  cluster: z.string(),
  phase: z.string(),
  waitingOn: WaitingPayload.nullish(),
}) as unknown as z.ZodType<HostProgress>;

/** Types of events are open: a later release tells more. */
export const RunEventPayload = z.looseObject({
  runId: z.string(),
  workflowId: z.string(),
  seq: z.number(),
  at: z.string(),
  type: z.string(),
  subject: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.unknown()).exactOptional(),
}) satisfies z.ZodType<RunEvent>;
