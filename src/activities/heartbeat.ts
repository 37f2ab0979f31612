import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { asActivityFailure } from './failures.js';

/** A quarter of the shortest heartbeat timeout: one lost beat changes nothing. */
const BEAT_EVERY_MS = 2_000;

/** What each running activity saw last; a beat without news repeats it. */
const readings = new WeakMap<Context, unknown>();

/** Heartbeats with a reading, which people see while it goes on. */
export function beat(reading: unknown): void {
  const context = Context.current();
  readings.set(context, reading);
  context.heartbeat(reading);
}

/**
 * Around every activity: a heartbeat for as long as its process lives, so that a killed worker is noticed within
 * seconds, and errors of the vSphere clients in Temporal's words.
 */
export const activityInterceptors: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      const timer = setInterval(() => context.heartbeat(readings.get(context)), BEAT_EVERY_MS);
      try {
        return checkedSize(await next(input), context.info.activityType);
      } catch (error) {
        throw asActivityFailure(error);
      } finally {
        clearInterval(timer);
      }
    },
  },
});

/** Larger things travel by hash through the content-addressed store; a payload beyond this is a bug. */
const LARGEST_PAYLOAD_BYTES = 256 * 1024;

function checkedSize<T>(result: T, activity: string): T {
  const bytes = Buffer.byteLength(JSON.stringify(result) ?? '');
  if (bytes <= LARGEST_PAYLOAD_BYTES) return result;
  throw ApplicationFailure.nonRetryable(
    `${activity} answered ${bytes} bytes; at most ${LARGEST_PAYLOAD_BYTES} may go into a payload`,
    'payload-too-large',
  );
}
