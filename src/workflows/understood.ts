import { ApplicationFailure } from '@temporalio/workflow';
import { whyNotUnderstood } from '../domain/payload-schema.js';

/** A validator of an Update that looks at what it understands only. */
export function validating<T>(check: (asked: T) => void): { readonly validator: (asked: T) => void } {
  return {
    validator: (asked) => {
      understood(asked);
      check(asked);
    },
  };
}

/**
 * Refuses an input or message of a later release than this worker's before anything is done.
 *
 * @throws ApplicationFailure `payload-newer`
 */
export function understood(payload: unknown): void {
  const why = whyNotUnderstood(payload);
  if (why !== null) throw ApplicationFailure.nonRetryable(why, 'payload-newer');
}
