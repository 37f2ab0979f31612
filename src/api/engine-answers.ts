import type { Pending } from '../contract/index.js';
import type { ErrorCode } from '../domain/errors.js';
import { vcenterTooOld } from '../domain/preflight/index.js';
import type { EngineAnswer } from '../ports/engine.js';
import { ApiProblem } from './problems.js';

/** The engine's "nobody answered yet" as our answer 202. */
export interface PendingAnswer {
  readonly status: 202;
  readonly body: Pending;
  readonly headers: Readonly<Record<string, string>>;
}

interface SettleAbout {
  /** The `Idempotency-Key` to repeat with. */
  readonly key: string;
  readonly runId?: string;
  /** Code of a refusal that names no rule. */
  readonly code?: ErrorCode;
}

/** The value of an answer, or 202. A refusal becomes 409 with its rule, what is not there 404. */
export function settle<T>(
  answer: EngineAnswer<T>,
  { key, runId, code = 'run-refused' }: SettleAbout,
): { readonly done: T } | { readonly pending: PendingAnswer } {
  if (answer.kind === 'done') return { done: answer.value };
  if (answer.kind === 'not-found') throw new ApiProblem(404, 'run-unknown', { detail: answer.message });
  if (answer.kind === 'refused' && answer.tooOld !== undefined) {
    const finding = vcenterTooOld(answer.tooOld, answer.message);
    throw new ApiProblem(409, 'vcenter-too-old', {
      detail: answer.message,
      rules: [finding.rule],
      findings: [finding],
    });
  }
  if (answer.kind === 'refused' && answer.newer === true) {
    throw new ApiProblem(409, 'payload-newer', { detail: answer.message });
  }
  if (answer.kind === 'refused') {
    throw new ApiProblem(409, answer.rule === undefined ? code : 'rule-refused', {
      detail: answer.message,
      rules: answer.rule === undefined ? [] : [answer.rule],
    });
  }
  const body: Pending = {
    state: 'pending',
    message: answer.message,
    idempotencyKey: key,
    retry: 'retry with the same Idempotency-Key',
    ...(runId === undefined ? {} : { runId }),
  };
  return { pending: { status: 202, body, headers: { 'retry-after': '5' } } };
}
