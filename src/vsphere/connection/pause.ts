import { setTimeout as sleep } from 'node:timers/promises';

/** Sleeps; an abort ends it at once with the caller's own reason. */
export const pauseFor = async (ms: number, signal?: AbortSignal): Promise<void> => {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};
