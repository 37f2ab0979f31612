import {
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type { EngineAnswer } from '../ports/engine.js';

export function notFound<T>(runId: string): EngineAnswer<T> {
  return { kind: 'not-found', message: `Run ${runId} is not the estate's present run.` };
}

/** What an error of the client means for who asked. @throws what nobody foresaw */
export function answerOf<T>(error: unknown, withinMs: number): EngineAnswer<T> {
  if (error instanceof WorkflowExecutionAlreadyStartedError) {
    return {
      kind: 'refused',
      message: 'A run of this estate is under way; an estate has one at a time.',
      rule: 'DG-12',
    };
  }
  if (error instanceof WorkflowNotFoundError)
    return { kind: 'not-found', message: 'No such run, or it has ended.' };
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowFailedError)
    return refusal(error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error)) {
    const seconds = Math.round(withinMs / 1000);
    return {
      kind: 'pending',
      message: `No worker answered within ${seconds} s. Check 'vta doctor'; repeating with the same Idempotency-Key is safe.`,
    };
  }
  // Most calls of the client wrap what came from the wire.
  const onTheWire = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(onTheWire)) {
    return {
      kind: 'pending',
      message: `Temporal is not reachable now (${onTheWire.details}). Repeating is safe.`,
    };
  }
  throw error;
}

/** A validator's no, or a workflow's failure: its own words, and the rule where the code is one. */
function refusal<T>(error: WorkflowUpdateFailedError | WorkflowFailedError): EngineAnswer<T> {
  // An activity's failure wraps the one that says something.
  const cause = error.cause instanceof ActivityFailure ? (error.cause.cause ?? error.cause) : error.cause;
  const code = cause instanceof ApplicationFailure ? cause.type : undefined;
  const isRule = code != null && /^[A-Z]{2,3}-\d+$/.test(code);
  const server = code === 'too-old' ? serverOf(cause) : undefined;
  const refusalCode = isRule ? detailOf(cause, 'code') : undefined;
  return {
    kind: 'refused',
    message: cause?.message ?? 'refused',
    ...(isRule ? { rule: code } : {}),
    ...(refusalCode === undefined ? {} : { code: refusalCode }),
    ...(server === undefined ? {} : { tooOld: server }),
    ...(code === 'payload-newer' ? { newer: true } : {}),
  };
}

/** The server that an activity's failure is about, as `asActivityFailure` writes it down. */
function serverOf(failure: unknown): string | undefined {
  return detailOf(failure, 'server');
}

function detailOf(failure: unknown, name: string): string | undefined {
  const [about] = failure instanceof ApplicationFailure ? (failure.details ?? []) : [];
  return (about as Record<string, string | undefined> | undefined)?.[name];
}
