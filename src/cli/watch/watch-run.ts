import type { HostProgress, Run, RunEvent } from '../client/types.js';
import { isFinal } from '../client/types.js';
import { CliError, EXIT } from '../exit.js';
import { followEvents, pause, type EventSource } from './follow.js';

/** Where the watcher looks. */
export interface RunSource extends EventSource<RunEvent> {
  status(): Promise<Run>;
  hosts(): Promise<readonly HostProgress[]>;
}

/** What the watcher shows; a live picture on a terminal, lines elsewhere. */
export interface WatchView {
  event(event: RunEvent): void;
  picture(run: Run, hosts: readonly HostProgress[]): void;
  /** The service does not answer (a sentence), or answers again (`null`). */
  trouble(text: string | null): void;
}

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at the status; events make it look earlier. */
  readonly intervalMs: number;
  readonly retryMs: number;
  /** Milliseconds without any answer after which watching ends. */
  readonly giveUpMs: number;
}

/** How long the last events may take to be recorded once the run itself says that it has ended, in milliseconds. */
const LAST_WORDS_MS = 10_000;

/**
 * Watches a run until it has ended or the signal stops the watching, and answers the last status.
 *
 * Two loops: one follows the events, one looks at the status (at intervals, and soon after an event). What the run
 * recorded up to its end is shown even if the stream broke before.
 */
export async function watchRun(
  source: RunSource,
  view: WatchView,
  { signal, intervalMs, retryMs, giveUpMs }: WatchOptions,
): Promise<Run> {
  let run = await source.status(); // an unknown run or a missing login ends here, with its own exit code
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  let wake = new AbortController();
  let last: string | undefined;

  const onTrouble = (text: string | null): void => view.trouble(text);

  const follow = async (): Promise<void> => {
    const options = { signal: both, pollMs: intervalMs, retryMs, onTrouble };
    for await (const { position, event } of followEvents(source, options)) {
      last = position;
      view.event(event);
      wake.abort();
    }
  };

  const look = async (): Promise<void> => {
    let answeredAt = Date.now();
    let endedAt: number | undefined;
    while (!both.aborted) {
      try {
        run = await source.status();
        view.picture(run, await source.hosts());
        answeredAt = Date.now();
        if (isFinal(run.state)) {
          endedAt ??= Date.now();
          // The records speak for a run once its last event is among them; until then it answers itself.
          if (!run.live || Date.now() - endedAt > LAST_WORDS_MS) return;
        }
      } catch (error) {
        const passing = error instanceof CliError && error.exitCode === EXIT.unreachable;
        if (!passing || Date.now() - answeredAt > giveUpMs) throw error;
      }
      // Not more often than ten times per interval, however many events arrive.
      await pause(intervalMs / 10, both);
      await pause(intervalMs, AbortSignal.any([both, wake.signal]));
      wake = new AbortController();
    }
  };

  const following = follow();
  try {
    await Promise.race([look(), following]);
  } finally {
    stop.abort();
    await following.catch(() => undefined);
  }
  if (!signal.aborted) await drain(source, last, view);
  return run;
}

/** Shows what was recorded after the last event seen. */
async function drain(source: RunSource, after: string | undefined, view: WatchView): Promise<void> {
  let last = after;
  for (let page = await source.page(last); page.length > 0; page = await source.page(last)) {
    for (const { position, event } of page) {
      view.event(event);
      last = position;
    }
  }
}
