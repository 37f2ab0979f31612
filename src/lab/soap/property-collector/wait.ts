import type { Call } from '../context.js';
import { requestCanceled } from '../faults.js';
import type { Typed } from '../value.js';
import type { Collector } from './collector.js';

/** Wall seconds that a wait without a limit lasts; the client asks again after a null result. */
const MAX_WAIT_SECONDS = 600;
/** Objects per update set when the client names no limit. */
const MAX_OBJECTS = 100;
/** Changes are looked at together, so that a busy lab does not compare after each of them. Wall milliseconds. */
const SETTLE_MS = 20;

export interface WaitOptions {
  /** Wall seconds, as the client's own time limit is. */
  readonly maxWaitSeconds?: number | undefined;
  readonly maxObjectUpdates?: number | undefined;
}

/** Waits until something changed since `version`; undefined = time is up. One wait per collector at a time. */
export function waitForUpdates(
  collector: Collector,
  call: Call,
  version: string,
  { maxWaitSeconds = MAX_WAIT_SECONDS, maxObjectUpdates = MAX_OBJECTS }: WaitOptions,
): Promise<Typed | undefined> {
  const limit = maxObjectUpdates > 0 ? maxObjectUpdates : MAX_OBJECTS;
  collector.cancelWait?.();
  return new Promise((resolve, reject) => {
    const { clock } = call.site.world;
    let stopSettling: (() => void) | undefined;
    const end = (): void => {
      stopSettling?.();
      stopTimer();
      unsubscribe();
      call.signal.removeEventListener('abort', onGone);
      if (collector.cancelWait === cancel) collector.cancelWait = undefined;
    };
    const cancel = (): void => {
      end();
      reject(requestCanceled());
    };
    const onGone = (): void => {
      end();
      resolve(undefined);
    };
    const check = (): boolean => {
      stopSettling = undefined;
      try {
        const updates = collector.poll(version, limit, call);
        if (!updates) return false;
        end();
        resolve(updates);
      } catch (error) {
        end();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      return true;
    };
    const stopTimer = clock.wallAfter(Math.min(MAX_WAIT_SECONDS, Math.max(0, maxWaitSeconds)) * 1000, onGone);
    const unsubscribe = call.site.world.onChange(() => {
      // Logout and restart end the wait; so does the loss of the collector.
      if (!call.site.isAlive(call.session)) cancel();
      else stopSettling ??= clock.wallAfter(SETTLE_MS, check);
    });
    call.signal.addEventListener('abort', onGone);
    collector.cancelWait = cancel;
    if (!check() && maxWaitSeconds === 0) onGone();
  });
}
