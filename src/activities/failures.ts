import { ApplicationFailure } from '@temporalio/common';
import { VSphereError, type FaultKind } from '../ports/errors.js';
import { PayloadError } from '../ports/payloads/index.js';

/** Kinds that repeating cannot cure: the workflow gets them at once and asks a person. */
const LASTING: readonly FaultKind[] = ['refused', 'not-found', 'invalid', 'state', 'too-old', 'protocol'];

/**
 * Turns an error of the vSphere clients into the failure Temporal records: retried for passing faults and unknown
 * outcomes (every start looks before it acts), not retried for the rest. Details hold names and codes only.
 */
export function asActivityFailure(error: unknown): unknown {
  if (error instanceof PayloadError) {
    // What a later release wrote can be read once this worker is of that release: it is tried again until then.
    return ApplicationFailure.create({
      message: error.message,
      type: error.code,
      nonRetryable: error.code === 'payload-invalid',
    });
  }
  if (!(error instanceof VSphereError)) return error;
  const { kind, operation, server, status, errorType, messageId, retryAfterSeconds } = error;
  return ApplicationFailure.create({
    message: error.message,
    type: kind,
    nonRetryable: LASTING.includes(kind),
    details: [{ operation, server, status, errorType, messageId }],
    ...(retryAfterSeconds === undefined ? {} : { nextRetryDelay: retryAfterSeconds * 1000 }),
  });
}
