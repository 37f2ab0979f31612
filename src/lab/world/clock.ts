import type { LabClock } from './api.js';
import type { Millis } from './model.js';
import { TimerHeap } from './timer-heap.js';
import type { Due } from './timer-heap.js';

/** Longest delay of a Node timer. */
const MAX_DELAY = 2_147_483_647;

/**
 * Lab time on top of one Node timer, which is set to the earliest thing due; nothing ticks in between.
 *
 * While something due runs, `now()` is the time it was due at, so that what follows from it does not drift with
 * the load of the machine. Lab time never goes back.
 */
export function createClock(options: { speed: number; paused?: boolean; startAt?: Millis }): LabClock {
  const heap = new TimerHeap();
  let speed = options.speed;
  let paused = options.paused ?? false;
  let seq = 0;
  let stopped = false;
  /** Lab time at the wall time `baseWall`. */
  let base: Millis = options.startAt ?? Date.now();
  let baseWall = performance.now();
  /** Time of the thing that is running, else undefined. */
  let running: Millis | undefined;
  let latest: Millis = base;
  let timer: NodeJS.Timeout | undefined;

  const flowing = (): Millis => (paused ? base : base + (performance.now() - baseWall) * speed);
  const now = (): Millis => {
    latest = Math.max(latest, running ?? flowing());
    return Math.floor(latest);
  };
  const rebase = (): void => {
    base = flowing();
    baseWall = performance.now();
  };

  const runUntil = (until: Millis): void => {
    for (let due = heap.peek(); due && due.at <= until; due = heap.peek()) {
      heap.pop();
      running = due.at;
      try {
        due.fn();
      } finally {
        running = undefined;
        latest = Math.max(latest, due.at);
      }
    }
  };
  const arm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const next = heap.peek();
    if (paused || stopped || !next) return;
    const delay = Math.min(MAX_DELAY, Math.max(0, Math.ceil((next.at - flowing()) / speed)));
    timer = setTimeout(catchUp, delay);
    timer.unref();
  };
  const catchUp = (): void => {
    if (paused || stopped || running !== undefined) return;
    const next = heap.peek();
    if (next && next.at <= flowing()) runUntil(flowing());
    arm();
  };

  return {
    now,
    iso: (at = now()) => new Date(at).toISOString(),
    after(labSeconds, fn) {
      const due: Due = { at: now() + labSeconds * 1000, seq: (seq += 1), fn, cancelled: false };
      heap.push(due);
      if (running === undefined && heap.peek() === due) arm();
      return () => {
        due.cancelled = true;
      };
    },
    pause() {
      rebase();
      paused = true;
      arm();
    },
    resume() {
      if (!paused) return;
      base = Math.max(base, latest);
      baseWall = performance.now();
      paused = false;
      catchUp();
    },
    step(labSeconds) {
      if (!paused) throw new Error('only a paused clock can be stepped');
      const target = base + labSeconds * 1000;
      runUntil(target);
      base = target;
      latest = Math.max(latest, target);
    },
    setSpeed(next) {
      if (!(next > 0)) throw new RangeError(`speed must be above 0, not ${next}`);
      rebase();
      speed = next;
      arm();
    },
    catchUp,
    stop() {
      stopped = true;
      heap.clear();
      clearTimeout(timer);
    },
    get speed() {
      return speed;
    },
    get paused() {
      return paused;
    },
  };
}
