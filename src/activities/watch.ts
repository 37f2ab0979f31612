import { setMaxListeners } from 'node:events';
import { activityInfo, cancellationSignal, sleep } from '@temporalio/activity';
import { VSphereError } from '../ports/errors.js';
import { beat } from './heartbeat.js';

/**
 * One look at something that is under way. `lost`: nothing tells that it still runs, nor that it has ended, as after the
 * restart of a vCenter, which forgets its tasks while the work goes on. Until its usual time is over the state may come.
 */
export type Look<T> =
  | { readonly state: 'done'; readonly value: T }
  /** `isNews`: people who wait for something else have to know what is there. */
  | { readonly state: 'working'; readonly have: string; readonly isNews?: true }
  | { readonly state: 'lost'; readonly error: string }
  | { readonly state: 'failed'; readonly error: string };

/**
 * How a watch ended.
 *
 * - `done`, `failed`: it is over
 * - `away`: the server has not answered for a while; ask again with `patient: true`
 * - `back`: a patient watch sees the server answer again, and the work not yet over
 * - `overdue`: the hard limit has passed and it still is not done; nothing was cancelled
 */
export type Watched<T> =
  | { readonly state: 'done'; readonly value: T; readonly startedAtMs: number; readonly noticedAtMs: number }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'away'; readonly problem: string }
  | { readonly state: 'back' }
  | { readonly state: 'overdue'; readonly have: string };

/** What the workflow says about its own patience; the worker's configuration says how often to look. */
export interface Patience {
  /** When the work was started, milliseconds since the epoch: a repeated watch continues the count. */
  readonly sinceMs: number;
  /** Real seconds after which it is overdue; absent = never. */
  readonly limitSeconds?: number;
  /** True once people have been told that the server is away: then only its return ends the watch. */
  readonly patient: boolean;
  /** True once the step has failed and a person repairs it by hand: only the wanted state ends the watch. */
  readonly handedOver: boolean;
  /** What people were told last of what is there instead, `''` = nothing; absent = they are told of nothing in between. */
  readonly told?: string;
}

/** Intervals of looking, real milliseconds (already divided by the time scale). */
export interface WatchTimings {
  readonly pollMs: number;
  /** Silence of the server after which `away` is answered; absent = silence is part of the work, as in an install. */
  readonly awayMs?: number;
  /** Time within which lost work may still bring its state. */
  readonly usualMs: number;
  /** The pause doubles from look to look up to this; absent = it stays. */
  readonly longestPollMs?: number;
}

/**
 * Looks again and again, heartbeating what it saw, until the work is over. Read-only, so that it may be repeated
 * after any crash. A server that does not answer is never taken for an answer.
 */
export async function watch<T>(
  look: () => Promise<Look<T>>,
  patience: Patience,
  timings: WatchTimings,
): Promise<Watched<T>> {
  const startedAtMs = Date.now();
  let awaySince: number | undefined;
  let { pollMs } = timings;
  for (;;) {
    const seen = await look().catch((error: unknown) => {
      if (!(error instanceof VSphereError) || error.kind !== 'passing') throw error;
      return error;
    });
    if (seen instanceof VSphereError) {
      awaySince ??= Date.now();
      beat({ have: seen.message });
      if (!patience.patient) {
        const { awayMs } = timings;
        if (awayMs !== undefined && Date.now() - awaySince >= awayMs) {
          return { state: 'away', problem: seen.message };
        }
        // A silence that is part of the work is no reason to wait past the limit without a word. Any other one is trouble
        // of the server: nobody could see whether the work is late.
        if (awayMs === undefined && isOverdue(patience)) return { state: 'overdue', have: seen.message };
      }
    } else {
      awaySince = undefined;
      if (seen.state === 'done') {
        return { state: 'done', value: seen.value, startedAtMs, noticedAtMs: Date.now() };
      }
      const isOver = seen.state === 'failed' || (seen.state === 'lost' && isLate(patience, timings));
      if (isOver && !patience.handedOver) return { state: 'failed', error: seen.error };
      const have = seen.state === 'working' ? seen.have : seen.error;
      beat({ have });
      const isNews = seen.state === 'working' && seen.isNews === true;
      if (isNews && patience.told !== undefined && patience.told !== have) {
        return { state: 'failed', error: have };
      }
      if (patience.patient) return { state: 'back' };
      if (isOverdue(patience)) return { state: 'overdue', have };
    }
    await sleep(untilNextLook(Date.now(), pollMs));
    pollMs = Math.max(pollMs, Math.min(2 * pollMs, timings.longestPollMs ?? 0));
  }
}

/**
 * Milliseconds until the next look. Every watch with the same interval looks at the same moments of the clock, so that
 * one call answers for all of them; half an interval at least lies between two looks.
 */
export function untilNextLook(nowMs: number, pollMs: number): number {
  if (pollMs <= 0) return 0;
  const rest = pollMs - (nowMs % pollMs);
  return rest < pollMs / 2 ? rest + pollMs : rest;
}

function isLate({ sinceMs }: Patience, { usualMs }: WatchTimings): boolean {
  return Date.now() - sinceMs >= usualMs;
}

function isOverdue({ sinceMs, limitSeconds }: Patience): boolean {
  return limitSeconds !== undefined && Date.now() - sinceMs >= limitSeconds * 1000;
}

/** Parallel calls of one activity all listen to its signal; that is no leak. */
const LISTENERS = 1_000;

/** Signal of the running activity, for calls that shall end with it. */
export function callOptions(): { signal: AbortSignal } {
  const signal = cancellationSignal();
  setMaxListeners(LISTENERS, signal);
  return { signal };
}

/**
 * Key of an effect that stays the same over attempts: workflow, its run and activity, never the attempt. Without the
 * run, a later upgrade of the same estate would take this one's effect for its own: IDs of workflows and activities
 * are the same again.
 */
export function effectKey(): string {
  const { workflowExecution, activityId } = activityInfo();
  const { workflowId, runId } = workflowExecution ?? { workflowId: 'none', runId: 'none' };
  return `${workflowId}/${runId}/${activityId}`;
}
