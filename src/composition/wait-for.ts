/** How often a person at the terminal, or reading the log, is told what a process waits for. */
const SAY_EVERY_MS = 10_000;
const TRY_EVERY_MS = 1_000;

/** The process was told to end while it waited. */
export class StoppedWaiting extends Error {
  override readonly name = 'StoppedWaiting';
}

export interface Waiting {
  /** What is not there, with its address: `Temporal at 127.0.0.1:7233`. */
  readonly what: string;
  /** What a person can do about it, as a sentence. */
  readonly advice: string;
  readonly say: (line: string) => void;
  readonly stopping?: AbortSignal | undefined;
  /** False = waiting does not help, and the error is thrown. */
  readonly mayPass?: (error: unknown) => boolean;
  /** Told once, when the first try has failed. */
  readonly onWaiting?: (() => void) | undefined;
  readonly sayEveryMs?: number;
}

/**
 * Tries until it succeeds, and says at once and then every ten seconds what is waited for, why, and what to do.
 *
 * @throws StoppedWaiting when the process is told to end
 */
export async function waitFor<T>(waiting: Waiting, attempt: () => Promise<T>): Promise<T> {
  const { what, advice, say, stopping, mayPass = () => true, sayEveryMs = SAY_EVERY_MS } = waiting;
  const sinceMs = Date.now();
  let saidMs: number | undefined;
  for (;;) {
    try {
      const value = await attempt();
      if (saidMs !== undefined) say(`${what} is there after ${seconds(sinceMs)} s; going on`);
      return value;
    } catch (error) {
      if (!mayPass(error)) throw error;
      if (stopping?.aborted === true) throw new StoppedWaiting(`ended while waiting for ${what}`);
      if (saidMs === undefined || Date.now() - saidMs >= sayEveryMs) {
        const since = saidMs === undefined ? '' : ` for ${seconds(sinceMs)} s`;
        if (saidMs === undefined) waiting.onWaiting?.();
        saidMs = Date.now();
        say(`waiting${since} for ${what}: ${reason(error)}. ${advice}`);
      }
      await pause(stopping);
    }
  }
}

const seconds = (sinceMs: number): number => Math.round((Date.now() - sinceMs) / 1000);

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').replace(/[.:\s]+$/, '');
}

/** Ends early when the process is told to end. */
async function pause(stopping: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, TRY_EVERY_MS);
    function done(): void {
      clearTimeout(timer);
      stopping?.removeEventListener('abort', done);
      resolve();
    }
    stopping?.addEventListener('abort', done);
  });
}
