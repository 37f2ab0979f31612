import type { Context } from '../context.js';
import type { RunEvent, RunStatus } from '../client/types.js';
import { isFinal } from '../client/types.js';
import { EXIT } from '../exit.js';
import { print } from '../io.js';
import { positiveNumber } from '../numbers.js';
import { examples } from '../program-base.js';
import type { Program } from '../program-base.js';
import { eventLine } from '../render/events.js';
import { runFrame } from '../render/run.js';
import { createScreen } from '../watch/screen.js';
import { createRunSource } from '../watch/source.js';
import { watchRun, type WatchView } from '../watch/watch-run.js';

/** Exit code of a watch that was stopped with Ctrl-C: the shell's own for SIGINT, so that `&&` does not go on. */
const INTERRUPTED = 130;
const GIVE_UP_MS = 5 * 60_000;

export interface WatchFlags {
  /** Print events as JSON lines. */
  readonly json?: boolean | undefined;
  /** Seconds between two looks at the status. */
  readonly interval?: number | undefined;
}

/** `run watch`: a live picture on a terminal, one plain line per event elsewhere. */
export function addWatchCommand(run: ReturnType<Program['command']>, context: Context): void {
  run
    .command('watch')
    .argument('<run>', 'run ID')
    .summary('Watch a run until it ends.')
    .description(
      'Watch a run until it ends. On a terminal this is a live picture; elsewhere one line per event.\n' +
        'Ends with 0 when the run succeeded and with 5 when it did not. Ctrl-C ends the watching, never the run.',
    )
    .option('--json', 'print every event as one line of JSON')
    .option('--interval <seconds>', 'seconds between two looks at the status', positiveNumber, 2)
    .addHelpText('after', examples('vta run watch RUN', 'vta run watch RUN --json > events.jsonl'))
    .action((runId, flags) => watchAndReport(context, runId, flags));
}

/** Watches a run and sets the exit code by its end. */
export async function watchAndReport(context: Context, runId: string, flags: WatchFlags = {}): Promise<void> {
  const { io } = context;
  const http = await context.http();
  const live = io.isTTY && !flags.json;
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  const screen = live ? createScreen(io.stdout) : undefined;
  const signal = io.signal ? AbortSignal.any([io.signal, interrupt.signal]) : interrupt.signal;
  try {
    const view = screen ? liveView(context, (lines) => screen.draw(lines)) : lineView(context, flags.json);
    const intervalMs = (flags.interval ?? 2) * 1000;
    const run = await watchRun(createRunSource(http, runId), view, {
      signal,
      intervalMs,
      retryMs: Math.min(intervalMs, 1000),
      giveUpMs: GIVE_UP_MS,
    });
    conclude(context, run, signal.aborted);
  } finally {
    screen?.close();
    process.off('SIGINT', onInterrupt);
  }
}

function conclude(context: Context, run: RunStatus, interrupted: boolean): void {
  if (interrupted && !isFinal(run.state)) {
    context.progress(`The run goes on. Watch it again: vta run watch ${run.runId}`);
    return context.endWith(INTERRUPTED);
  }
  const ended = `Run ${run.runId} ended: ${run.state}.${run.outcome ? ` ${run.outcome}` : ''}`;
  context.progress(`${ended} Its report: vta report ${run.runId}`);
  if (run.state !== 'succeeded') context.endWith(EXIT.endedWithoutSuccess);
}

/** The picture, with the latest event and any trouble below it. */
function liveView(context: Context, draw: (lines: readonly string[]) => void): WatchView {
  let picture: Parameters<WatchView['picture']> | undefined;
  let latest = '';
  let trouble: string | null = null;
  const redraw = (): void => {
    if (!picture) return;
    const style = context.style();
    const foot = [
      latest && style.colors.dim(latest.slice(0, style.width)),
      trouble && style.colors.yellow(trouble),
    ];
    draw([...runFrame(...picture, style), '', ...foot.filter((line): line is string => Boolean(line))]);
  };
  return {
    picture: (run, hosts) => {
      picture = [run, hosts];
      redraw();
    },
    event: (event) => {
      latest = eventLine(event);
    },
    trouble: (text) => {
      trouble = text;
      redraw();
    },
  };
}

function lineView(context: Context, json: boolean | undefined): WatchView {
  const line = (event: RunEvent): string => (json ? JSON.stringify(event) : eventLine(event));
  return {
    picture: () => {},
    event: (event) => print(context.io.stdout, line(event)),
    trouble: (text) => context.progress(text ?? 'The service answers again.'),
  };
}
