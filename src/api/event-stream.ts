import { Readable } from 'node:stream';
import type { RunEvent } from '../contract/index.js';

export interface EventStreamOptions {
  /** Events after a position, in order. */
  readonly read: (after: number) => Promise<readonly RunEvent[]>;
  /** True once the run has ended: what is recorded then is all there will be. */
  readonly hasEnded: () => Promise<boolean>;
  readonly after: number;
  readonly pollMs: number;
  readonly heartbeatMs: number;
  /** Ends the stream when the service stops; a client that has gone ends it by itself. */
  readonly signal: AbortSignal;
}

/**
 * Server-sent events of a run, until its last one. The `id` of each is its position, which a client sends back as
 * `Last-Event-ID`. Follows the client's pace: nothing is read ahead of what it takes.
 */
export function eventStream(options: EventStreamOptions): Readable {
  const gone = new AbortController();
  const signal = AbortSignal.any([options.signal, gone.signal]);
  const stream = Readable.from(messages({ ...options, signal }), { objectMode: false });
  stream.once('close', () => gone.abort());
  return stream;
}

async function* messages(options: EventStreamOptions): AsyncGenerator<string> {
  const { read, hasEnded, pollMs, heartbeatMs, signal } = options;
  let { after } = options;
  let silentMs = 0;
  yield 'retry: 1000\n\n';
  while (!signal.aborted) {
    // Asked before reading: what was written up to the end is then read, however late.
    const ended = await hasEnded();
    const events = await read(after);
    for (const event of events) {
      after = event.position;
      yield `id: ${event.position}\nevent: run-event\ndata: ${JSON.stringify(event)}\n\n`;
    }
    if (events.length > 0) {
      silentMs = 0;
      continue;
    }
    if (ended) return;
    await pause(pollMs, signal);
    silentMs += pollMs;
    if (silentMs >= heartbeatMs) {
      silentMs = 0;
      yield ': still here\n\n';
    }
  }
}

/** Waits, but no longer than the signal allows. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
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
