import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { asActivityFailure } from './failures.js';

/** A third of the heartbeat timeout: one lost beat changes nothing. */
const BEAT_EVERY_MS = 2_000;

/** What each running activity saw last; a beat without news repeats it. */
const readings = new WeakMap<Context, unknown>();

/** Heartbeats with a reading, which people see while it goes on. */
export function beat(reading: unknown): void {
  const context = Context.current();
  readings.set(context, reading);
  context.heartbeat(reading);
}

/** What one process has in hand, told apart by what may be done with it when the process ends. */
export interface WorkInHand {
  readonly interceptors: ActivityInterceptorsFactory;
  /** Numbers now. Awaits only read and can go on in another process; the rest needs its time. */
  count(): { readonly awaits: number; readonly others: number };
  /** Ends every await: another worker goes on with it. Call once this process takes no new work. */
  handOver(): void;
}

/**
 * Around every activity: a heartbeat for as long as its process lives, so that a killed worker is noticed within
 * seconds, and errors of the vSphere clients in Temporal's words.
 */
export function createWorkInHand(): WorkInHand {
  const running = { awaits: 0, others: 0 };
  const tellWaits = new Set<(failure: ApplicationFailure) => void>();
  let isEnding = false;

  /** The await's own end, or the hand-over. What it still reads afterwards is of no use to anybody. */
  async function untilHandedOver<T>(work: Promise<T>): Promise<T> {
    let tell: (failure: ApplicationFailure) => void = () => undefined;
    const handedOver = new Promise<never>((_, reject) => (tell = reject));
    if (isEnding) tell(handOverFailure());
    tellWaits.add(tell);
    try {
      return await Promise.race([work, handedOver]);
    } finally {
      tellWaits.delete(tell);
    }
  }

  return {
    count: () => ({ ...running }),
    handOver() {
      isEnding = true;
      for (const tell of tellWaits) tell(handOverFailure());
    },
    interceptors: (context) => ({
      inbound: {
        async execute(input, next) {
          const { activityType } = context.info;
          const kind = isAwait(activityType) ? 'awaits' : 'others';
          const timer = setInterval(() => context.heartbeat(readings.get(context)), BEAT_EVERY_MS);
          running[kind]++;
          try {
            const work = next(input);
            return checkedSize(await (kind === 'awaits' ? untilHandedOver(work) : work), activityType);
          } catch (error) {
            throw asActivityFailure(error);
          } finally {
            running[kind]--;
            clearInterval(timer);
          }
        },
      },
    }),
  };
}

/** For processes that never hand over, tests for instance. */
export const activityInterceptors: ActivityInterceptorsFactory = createWorkInHand().interceptors;

/** By their name: `await…` activities only read, so that they may end and be repeated at any time. */
function isAwait(activityType: string): boolean {
  return activityType.startsWith('await');
}

function handOverFailure(): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'the worker ends; another one goes on',
    type: 'handed-over',
    nextRetryDelay: '100ms',
    // Usual, and no fault of anything: it is not logged as one.
    category: ApplicationFailureCategory.BENIGN,
  });
}

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
