import { CliError, EXIT } from '../exit.js';

/** One event with its place in the run's story; the place is what a broken stream goes on from. */
export interface Placed<E> {
  readonly position: string;
  readonly event: E;
}

/** How a run's events can be had; made from the REST API, or by a test. */
export interface EventSource<E> {
  /** Live events after a place; ends when the server closes or the network breaks. @throws NotStreaming */
  stream(after: string | undefined, signal: AbortSignal): AsyncIterable<Placed<E>>;
  /** What has been recorded after a place; empty when there is nothing new. */
  page(after: string | undefined): Promise<readonly Placed<E>[]>;
}

/** The server, or something between, does not stream: ask again and again instead. */
export class NotStreaming extends Error {
  override readonly name = 'NotStreaming';
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Milliseconds between two questions while polling. */
  readonly pollMs: number;
  /** Milliseconds before the first reconnection; doubles up to 16 times this. */
  readonly retryMs: number;
  /** Called once per interruption and once when it is over. */
  readonly onTrouble: (text: string | null) => void;
}

/**
 * Every event exactly once and in order, over any number of broken connections, until the signal ends it.
 *
 * Falls back to polling when the server does not stream. What is refused for good (login, unknown run) is thrown.
 */
export async function* followEvents<E>(
  source: EventSource<E>,
  { signal, pollMs, retryMs, onTrouble }: FollowOptions,
): AsyncGenerator<Placed<E>> {
  let after: string | undefined;
  let streaming = true;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const events = streaming ? source.stream(after, signal) : await source.page(after);
      for await (const placed of events) {
        if (failures > 0) onTrouble(null);
        failures = 0;
        after = placed.position;
        yield placed;
      }
      if (failures > 0) onTrouble(null);
      failures = 0;
      await pause(streaming ? retryMs : pollMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof NotStreaming) {
        streaming = false;
        continue;
      }
      if (error instanceof CliError && error.exitCode !== EXIT.unreachable) throw error;
      if (failures === 0) onTrouble(error instanceof Error ? error.message : String(error));
      failures += 1;
      await pause(retryMs * 2 ** Math.min(failures - 1, 4), signal);
    }
  }
}

/** Waits, but no longer than the signal allows. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
