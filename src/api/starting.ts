import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { RunStarted, StartRun } from '../contract/index.js';
import { DEFAULT_LIMITS } from '../domain/model/limits.js';
import { whyNotLimits, withChange } from '../domain/rolling/index.js';
import { lapsedWaivers } from '../domain/preflight/index.js';
import { beginStatus } from '../domain/progress/index.js';
import { FINAL_RUN_STATES } from '../domain/model/run.js';
import type { Estate } from '../domain/model/estate.js';
import type { ApiOptions } from './context.js';
import { settle, type PendingAnswer } from './engine-answers.js';
import { planEstate } from './planning.js';
import { ApiProblem } from './problems.js';
import type { Input } from './route.js';
import type { Stored, StoredPlan } from './stored.js';

type StartInput = Pick<Input<unknown, unknown, StartRun>, 'body' | 'id' | 'key' | 'caller' | 'firstAt'>;
type Started = { readonly done: z.input<typeof RunStarted> } | { readonly pending: PendingAnswer };

/**
 * Starts a run of a plan, or plans and starts. The ID follows from the idempotency key, so a repeated request finds the
 * run that the first one started.
 */
export async function startRun(options: ApiOptions, stored: Stored, input: StartInput): Promise<Started> {
  const { engine, records } = options;
  const { body, key, caller } = input;
  refuseLimits(body.limits);
  const planned =
    'request' in body
      ? await planEstate(options, stored, body.request, input)
      : { done: await planOf(stored, body.estate, body.planHash) };
  if ('pending' in planned) return planned;

  const { record, plan, findings } = planned.done;
  refuseBlockers(planned.done);
  await refuseLapsed(options, planned.done);
  const { estate } = await stored.estate(record.estate);
  const runId = runIdOf(input);
  const startedAt = options.clock().toISOString();
  const { hash: planHash } = record;
  // The run's own writes only change a record that is there; so it is there before the run.
  if ((await records.getRun(runId)) === undefined) {
    const identity = { runId, estate: estate.name, planHash, requestedBy: caller.name };
    const limits = withChange(DEFAULT_LIMITS, body.limits ?? {});
    const status = { ...beginStatus({ ...identity, plan, startedAt }), limits };
    await records.putRun({ ...identity, requestedAt: startedAt, status });
  }
  const answer = await engine.startRun({
    runId,
    estate,
    planHash,
    requestedBy: caller.name,
    reason: body.reason,
    ...(body.limits === undefined ? {} : { limits: body.limits }),
  });
  if (answer.kind === 'refused' && !(await isRunning(options, estate, runId))) {
    await records.discardRun(runId);
    throw await alreadyRunning(options, estate, runId, answer);
  }
  const settled = answer.kind === 'refused' ? { done: { runId } } : settle(answer, { key, runId });
  if ('pending' in settled) return settled;
  return {
    done: {
      runId,
      estate: estate.name,
      planHash,
      findings: findings.filter(({ severity }) => severity !== 'blocker'),
    },
  };
}

/** `2026-03-01-4f2a9c01be`: day and key of the first request. */
function runIdOf({ id, firstAt }: StartInput): string {
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

function refuseBlockers({ findings }: StoredPlan): void {
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
