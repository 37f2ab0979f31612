import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { RunStarted, StartRun } from '../contract/index.js';
import { DEFAULT_LIMITS } from '../domain/model/limits.js';
import { whyNotLimits, withChange } from '../domain/rolling/index.js';
import { lapsedWaivers } from '../domain/preflight/index.js';
import { beginStatus } from '../domain/progress/index.js';
import { FINAL_RUN_STATES, type RunStatus } from '../domain/model/run.js';
import type { EngineAnswer } from '../ports/engine.js';
import type { PlanRecord } from '../ports/records.js';
import type { Estate } from '../domain/model/estate.js';
import type { Finding } from '../domain/model/finding.js';
import type { ApiOptions } from './context.js';
import { settle, type PendingAnswer } from './engine-answers.js';
import { planEstate } from './planning.js';
import { ApiProblem } from './problems.js';
import type { Input } from './route.js';
import type { Stored, StoredPlan } from './stored.js';

type StartInput = Pick<Input<unknown, unknown, StartRun>, 'body' | 'id' | 'key' | 'caller' | 'firstAt'>;
export type Started = { readonly done: z.input<typeof RunStarted> } | { readonly pending: PendingAnswer };

/**
 * Starts a run of a plan, or plans and starts. The ID follows from the idempotency key, so a repeated request finds the
 * run that the first one started.
 */
export async function startRun(options: ApiOptions, stored: Stored, input: StartInput): Promise<Started> {
  const { engine } = options;
  const { body } = input;
  refuseLimits(body.limits);
  const planned =
    'request' in body
      ? await planEstate(options, stored, body.request, input)
      : { done: await planOf(stored, body.estate, body.planHash) };
  if ('pending' in planned) return planned;

  const { record, plan } = planned.done;
  await refuseLapsed(options, planned.done);
  const { estate } = await stored.estate(record.estate);
  const limits = withChange(DEFAULT_LIMITS, body.limits ?? {});
  return startPlanned(options, input, {
    ...planned.done,
    estate,
    statusOf: (identity) => ({ ...beginStatus({ ...identity, plan }), limits }),
    start: (identity) =>
      engine.startRun({
        ...identity,
        estate,
        reason: body.reason,
        ...(body.limits === undefined ? {} : { limits: body.limits }),
      }),
  });
}

/** What every start of a run needs, whatever its plan is one of. */
export interface PlannedStart {
  readonly record: PlanRecord;
  readonly findings: readonly Finding[];
  readonly estate: Estate;
  readonly statusOf: (
    about: RunIdentity & { readonly estate: string; readonly startedAt: string },
  ) => RunStatus;
  readonly start: (identity: RunIdentity) => Promise<EngineAnswer<unknown>>;
}

interface RunIdentity {
  readonly runId: string;
  readonly planHash: string;
  readonly requestedBy: string;
}

/** Refuses blockers, records the run, starts it. */
export async function startPlanned(
  options: ApiOptions,
  input: Pick<StartInput, 'id' | 'key' | 'caller' | 'firstAt'>,
  { record, findings, estate, statusOf, start }: PlannedStart,
): Promise<Started> {
  const { records } = options;
  refuseBlockers(findings);
  const runId = runIdOf(input);
  const startedAt = options.clock().toISOString();
  const identity = { runId, planHash: record.hash, requestedBy: input.caller.name };
  const about = { ...identity, estate: estate.name };
  // The run's own writes only change a record that is there; so it is there before the run.
  if ((await records.getRun(runId)) === undefined) {
    await records.putRun({ ...about, requestedAt: startedAt, status: statusOf({ ...about, startedAt }) });
  }
  const answer = await start(identity);
  if (answer.kind === 'refused' && !(await isRunning(options, estate, runId))) {
    await records.discardRun(runId);
    throw await alreadyRunning(options, estate, runId, answer);
  }
  const settled = answer.kind === 'refused' ? { done: {} } : settle(answer, { key: input.key, runId });
  if ('pending' in settled) return settled;
  return {
    done: {
      runId,
      estate: estate.name,
      planHash: record.hash,
      findings: findings.filter(({ severity }) => severity !== 'blocker'),
    },
  };
}

/** `2026-03-01-4f2a9c01be`: day and key of the first request. */
function runIdOf({ id, firstAt }: Pick<StartInput, 'id' | 'firstAt'>): string {
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 10);
  return `${firstAt.toISOString().slice(0, 10)}-${digest}`;
}

async function planOf(stored: Stored, estate: string, planHash: string): Promise<StoredPlan> {
  const registered = await stored.estate(estate);
  const planned = await stored.plan(planHash);
  if (planned.record.estate !== estate) {
    throw new ApiProblem(422, 'request-invalid', {
      detail: `Plan ${planHash.slice(0, 12)} is one of the estate '${planned.record.estate}'.`,
      errors: [{ pointer: '/planHash', message: `a plan of another estate` }],
    });
  }
  if (planned.plan.estateHash !== registered.record.hash) throw new ApiProblem(409, 'plan-stale');
  return planned;
}

function refuseBlockers(findings: readonly Finding[]): void {
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  if (blockers.length === 0) return;
  throw new ApiProblem(409, 'plan-blocked', {
    detail: `The plan has ${blockers.length} blocker${blockers.length === 1 ? '' : 's'} and cannot start a run.`,
    rules: [...new Set(blockers.map(({ rule }) => rule))].toSorted(),
    findings,
  });
}

/** A waiver that has expired since the plan was made counts no more, nor does one that was removed. */
async function refuseLapsed({ records, clock }: ApiOptions, { record, findings }: StoredPlan): Promise<void> {
  const waivers = await records.listWaivers(record.estate);
  const lapsed = lapsedWaivers(findings, waivers, clock().toISOString());
  if (lapsed.length === 0) return;
  throw new ApiProblem(409, 'plan-blocked', {
    detail: `The plan rests on ${lapsed.length === 1 ? 'a waiver that has' : 'waivers that have'} expired or been removed: ${[...new Set(lapsed.map(({ waiver }) => waiver?.id))].join(', ')}.`,
    remedy: 'Plan again; what was waived blocks unless somebody waives it again.',
    rules: [...new Set(lapsed.map(({ rule }) => rule))].toSorted(),
    findings: lapsed,
  });
}

/** @rule INV-4, ORD-8 */
function refuseLimits(limits: StartRun['limits']): void {
  const refusal = whyNotLimits(limits ?? {});
  if (refusal === null) return;
  const { text, rule } = refusal;
  if (rule !== undefined) throw new ApiProblem(409, 'rule-refused', { detail: text, rules: [rule] });
  throw new ApiProblem(422, 'request-invalid', {
    detail: text,
    errors: [{ pointer: '/limits', message: text }],
  });
}

/** Whether the refused start is one that had already succeeded and lost its answer. */
async function isRunning({ engine }: ApiOptions, estate: Estate, runId: string): Promise<boolean> {
  return (await engine.runStatus(estate.name, runId)).kind === 'done';
}

async function alreadyRunning(
  { records }: ApiOptions,
  estate: Estate,
  runId: string,
  refusal: { readonly message: string; readonly rule?: string },
): Promise<ApiProblem> {
  const { items } = await records.listRuns(estate.name, { limit: 20 });
  const other = items.find((run) => run.runId !== runId && !FINAL_RUN_STATES.includes(run.status.state));
  return new ApiProblem(409, other === undefined ? 'rule-refused' : 'run-exists', {
    detail: other === undefined ? refusal.message : `${refusal.message} It is run ${other.runId}.`,
    rules: refusal.rule === undefined ? [] : [refusal.rule],
  });
}
