import { z } from 'zod';
import type * as domain from '../domain/model/run.js';
import type { TimeSplit as TimeSplitOfDomain } from '../domain/model/time-split.js';
import { EsxVersion, Hash, Instant, list } from './common.js';
import { Parking, TakenDecision } from './deciding.js';
import { Attestation, BootEvidence, HostRef } from './hosts.js';
import { HostOrder, RunLimits } from './limits.js';
import { TierKind } from './upgrade-request.js';
import { WaitingOn } from './waiting.js';

export const RunState = z
  .enum([
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
  ])
  .meta({ id: 'RunState' }) satisfies z.ZodType<domain.RunState>;
export type RunState = z.infer<typeof RunState>;

/** States after which nothing more happens. */
export const FINAL_RUN_STATES: readonly RunState[] = ['succeeded', 'rejected', 'aborted', 'failed'];

export const GateStatus = z
  .object({
    id: z.string(),
    title: z.string(),
    rule: z.string(),
    state: z.enum(['planned', 'open', 'approved', 'rejected', 'not-needed']),
    openedAt: Instant.exactOptional(),
    decidedAt: Instant.exactOptional(),
    by: z.string().exactOptional(),
    reason: z.string().exactOptional(),
    decisionId: z.string().exactOptional(),
    evidence: list(z.string()).exactOptional(),
  })
  .meta({ id: 'GateStatus' }) satisfies z.ZodType<domain.GateStatus>;
export type GateStatus = z.infer<typeof GateStatus>;

const Seconds = z.number().min(0);

/** Where time went: seconds by category until `at`; since then they go to `now`. */
export const TimeSplit = z
  .object({
    working: Seconds,
    people: Seconds,
    vcenter: Seconds,
    window: Seconds,
    at: Instant,
    now: z.enum(['working', 'people', 'vcenter', 'window']).nullable(),
  })
  .meta({ id: 'TimeSplit' }) satisfies z.ZodType<TimeSplitOfDomain>;
export type TimeSplit = z.infer<typeof TimeSplit>;

export const TierStatus = z
  .object({
    kind: TierKind,
    state: z.enum(['planned', 'running', 'done', 'failed']),
    startedAt: Instant.exactOptional(),
    endedAt: Instant.exactOptional(),
    total: z.number().int(),
    done: z.number().int(),
    time: TimeSplit.exactOptional(),
    skipped: z.number().int().exactOptional(),
  })
  .meta({ id: 'TierStatus' }) satisfies z.ZodType<domain.TierStatus>;
export type TierStatus = z.infer<typeof TierStatus>;

/** One step of an operation. */
export const StepStatus = z
  .object({
    id: z.string(),
    subject: z.string(),
    title: z.string(),
    rule: z.string(),
    state: z.enum(['planned', 'running', 'done', 'failed']),
    startedAt: Instant.exactOptional(),
    endedAt: Instant.exactOptional(),
  })
  .meta({ id: 'StepStatus' }) satisfies z.ZodType<domain.StepStatus>;
export type StepStatus = z.infer<typeof StepStatus>;

/** What a run leaves open. */
export const Debt = z
  .object({
    kind: z.enum([
      'quick-boot',
      'image-kept',
      'host-skipped',
      'host-not-started',
      'policy-not-restored',
      'cluster-unregistered',
      'waiver',
      'attestation-unconfirmed',
    ]),
    subject: z.string(),
    rule: z.string(),
    text: z.string(),
  })
  .meta({ id: 'Debt' }) satisfies z.ZodType<domain.Debt>;
export type Debt = z.infer<typeof Debt>;

/** Who asked for something, and why. */
export const AskedBy = z
  .object({ id: z.string(), by: z.string(), reason: z.string() })
  .meta({ id: 'AskedBy' }) satisfies z.ZodType<domain.Request>;
export type AskedBy = z.infer<typeof AskedBy>;

export const PauseMode = z.enum(['safe-point', 'next-step']).meta({
  id: 'PauseMode',
  description: 'safe-point: the host in hand is finished; next-step: nothing more begins',
}) satisfies z.ZodType<domain.PauseMode>;

/** Who paused a run, and how far it still goes; absent = to the next safe point. */
export const PausedBy = AskedBy.extend({ pause: PauseMode.exactOptional() }).meta({
  id: 'PausedBy',
}) satisfies z.ZodType<domain.PauseRequest>;

/** Something that a run which ended early has left in the estate. */
export const Residue = z
  .object({
    kind: z.enum(['host', 'policy', 'commit', 'image', 'task', 'gate', 'unread']),
    subject: z.string(),
    rule: z.string(),
    text: z.string(),
    whatToDo: z.string(),
  })
  .meta({ id: 'Residue' }) satisfies z.ZodType<domain.Residue>;
export type Residue = z.infer<typeof Residue>;

export const RunStatus = z
  .object({
    runId: z.string(),
    estate: z.string(),
    planHash: Hash,
    requestedBy: z.string(),
    state: RunState,
    startedAt: Instant,
    endedAt: Instant.exactOptional(),
    tiers: list(TierStatus),
    operation: z.string().exactOptional(),
    steps: list(StepStatus).exactOptional(),
    gates: list(GateStatus),
    waitingOn: list(WaitingOn),
    reason: WaitingOn.exactOptional(),
    debts: list(Debt),
    pausedBy: PausedBy.exactOptional(),
    resuming: AskedBy.exactOptional(),
    resumedBy: AskedBy.exactOptional(),
    abortedBy: AskedBy.exactOptional(),
    parked: list(z.string()).exactOptional(),
    parkings: list(Parking).exactOptional(),
    decisions: list(TakenDecision).exactOptional(),
    limits: RunLimits.exactOptional(),
    order: list(HostOrder).exactOptional(),
    limitsChangedBy: AskedBy.exactOptional(),
    outcome: z.string().exactOptional(),
    time: TimeSplit.exactOptional(),
    residue: list(Residue).exactOptional(),
  })
  .meta({ id: 'RunStatus' }) satisfies z.ZodType<domain.RunStatus>;
export type RunStatus = z.infer<typeof RunStatus>;

/** One host's line in lists and reports. */
export const HostProgress = z
  .object({
    host: HostRef,
    cluster: z.string(),
    phase: z.enum([
      'planned',
      'guards',
      'evacuating',
      'remediating',
      'rebooting',
      'exporting-image',
      'importing-image',
      'attesting',
      'leaving-maintenance',
      'verifying',
      'recovering',
      'done',
      'parked',
      'skipped',
    ]),
    startedAt: Instant.exactOptional(),
    endedAt: Instant.exactOptional(),
    boot: BootEvidence.exactOptional(),
    installedBefore: EsxVersion.exactOptional(),
    installedAfter: EsxVersion.exactOptional(),
    measuredBefore: EsxVersion.exactOptional(),
    measuredAfter: EsxVersion.exactOptional(),
    attestationBefore: Attestation.exactOptional(),
    attestationAfter: Attestation.exactOptional(),
    problem: z.string().exactOptional(),
    waitingOn: WaitingOn.nullable().exactOptional(),
    timings: list(
      z
        .object({ step: z.string(), startedAtMs: z.number(), noticedAtMs: z.number() })
        .meta({ id: 'StepTiming' }),
    ).exactOptional(),
    time: TimeSplit.exactOptional(),
    readdedAs: z.string().exactOptional(),
  })
  .meta({ id: 'HostProgress' }) satisfies z.ZodType<domain.HostProgress>;
export type HostProgress = z.infer<typeof HostProgress>;

/** One line of a run's story; `position` is what a stream or page goes on from. */
export const RunEvent = z
  .object({
    position: z.number().int(),
    runId: z.string(),
    workflowId: z.string(),
    seq: z.number().int(),
    at: Instant,
    type: z.string(),
    subject: z.string(),
    text: z.string(),
    data: z.record(z.string(), z.unknown()).exactOptional(),
  })
  .meta({ id: 'RunEvent' }) satisfies z.ZodType<domain.RunEvent>;
export type RunEvent = z.infer<typeof RunEvent>;
