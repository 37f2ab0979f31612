import type { z } from 'zod';
import type { OperationPlan } from '../contract/index.js';
import type * as domain from '../domain/operations/index.js';
import { beginOperationStatus } from '../domain/operations/index.js';
import type { PlanRecord } from '../ports/records.js';
import type { ApiOptions } from './context.js';
import { settle, type PendingAnswer } from './engine-answers.js';
import { ApiProblem } from './problems.js';
import type { Input } from './route.js';
import { startPlanned, type Started } from './starting.js';
import type { Stored } from './stored.js';

type Asked<B> = Pick<Input<unknown, unknown, B>, 'body' | 'id' | 'key' | 'caller' | 'firstAt'>;
type Shown = z.input<typeof OperationPlan>;

/** Lets the engine read both sides and plan an operation; nothing is changed. */
export async function planOperation(
  { engine }: ApiOptions,
  stored: Stored,
  { body, id, key, caller }: Asked<{ readonly request: domain.AnyOperationRequest }>,
): Promise<{ readonly done: Shown } | { readonly pending: PendingAnswer }> {
  const { request } = body;
  const { record, estate } = await stored.estate(request.estate);
  const answer = settle(
    await engine.planOperation({ estate, estateHash: record.hash, request, requestedBy: caller.name, id }),
    { key, code: 'inventory-unreadable' },
  );
  return 'pending' in answer ? answer : { done: shown(await stored.operationPlan(answer.done.planHash)) };
}

/** Starts what was planned, under the estate's lock. */
export async function startOperation(
  options: ApiOptions,
  stored: Stored,
  input: Asked<{ readonly estate: string; readonly planHash: string }>,
): Promise<Started> {
  const { body } = input;
  const { record: registered, estate } = await stored.estate(body.estate);
  const { record, plan } = await stored.operationPlan(body.planHash);
  if (record.estate !== body.estate) {
    throw new ApiProblem(422, 'request-invalid', {
      detail: `Plan ${record.hash.slice(0, 12)} is one of the estate '${record.estate}'.`,
      errors: [{ pointer: '/planHash', message: 'a plan of another estate' }],
    });
  }
  if (plan.estateHash !== registered.hash) throw new ApiProblem(409, 'plan-stale');
  return startPlanned(options, input, {
    record,
    findings: plan.findings,
    estate,
    statusOf: (about) => beginOperationStatus({ ...about, plan }),
    start: (identity) => options.engine.startOperation({ ...identity, estate, reason: plan.request.reason }),
  });
}

/** As the API answers it: without what only the workflow needs. */
export function shown({ record, plan }: { record: PlanRecord; plan: domain.OperationPlan }): Shown {
  const { kind, subject, request, steps, tables, gates, findings } = plan;
  return { ...record, kind, subject, reason: request.reason, steps, tables, gates, findings };
}
