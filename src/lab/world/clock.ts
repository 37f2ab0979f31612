import type { LabClock } from './api.js';
import type { Millis } from './model.js';
import { TimerHeap } from './timer-heap.js';
import type { Due } from './timer-heap.js';

/** Longest delay of a Node timer. */
const MAX_DELAY = 2_147_483_647;

export interface ClockOptions {
  /** Lab seconds per wall second. */
  readonly speed: number;
  readonly paused?: boolean;
  /** Lab time of the start, milliseconds since the epoch; the wall clock when absent. */
  readonly startAt?: Millis;
  /** Nothing comes by itself: time moves by `moveTo` and waits are over by `elapse`, as a recording says. */
  readonly driven?: boolean;
  /** Told what comes by itself, before it has any effect. */
  readonly told?: {
    /** Something is due; time moves to `t`. */
    due(t: Millis): void;
    /** Wait number `n` is over at `t`. */
    waited(n: number, t: Millis): void;
  };
}

/**
 * Lab time on top of one Node timer, which is set to the earliest thing due; nothing ticks in between.
 *
 * The wall clock is read when something comes in or falls due. Until the next such moment lab time stands, so that all
 * that follows from one request bears one time, and a replay needs these moments alone. While something due runs,
 * `now()` is the time it was due at, so that what follows from it does not drift with the load of the machine. Lab time
 * never goes back.
 */
export function createClock(options: ClockOptions): LabClock {
  const { driven = false, told } = options;
  const heap = new TimerHeap();
  const waits = new Map<number, () => void>();
  let speed = options.speed;
  let paused = options.paused ?? false;
  let seq = 0;
  let waitsBegun = 0;
  let stopped = false;
  let latest: Millis = options.startAt ?? Date.now();
  /** Lab time at the wall time `baseWall`. */
  let base: Millis = latest;
  let baseWall = performance.now();
  /** Time of the thing that is running, else undefined. */
  let running: Millis | undefined;
  let timer: NodeJS.Timeout | undefined;

  const now = (): Millis => Math.floor(running ?? latest);
  const reading = (): Millis =>
    paused || driven ? latest : Math.max(latest, base + (performance.now() - baseWall) * speed);
  const flowOn = (): void => {
    base = latest;
    baseWall = performance.now();
  };

  const arm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const next = heap.peek();
    if (paused || stopped || driven || !next) return;
    const delay = Math.min(MAX_DELAY, Math.max(0, Math.ceil((next.at - reading()) / speed)));
    timer = setTimeout(catchUp, delay);
    timer.unref();
  };
  const moveTo = (until: Millis): void => {
    if (stopped || running !== undefined) return;
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
    latest = Math.max(latest, until);
    arm();
  };
  const catchUp = (): void => {
    if (stopped || running !== undefined) return;
    const t = reading();
    const next = heap.peek();
    if (next && next.at <= t) told?.due(t);
    moveTo(t);
  };
  const elapse = (n: number): void => {
    const fn = waits.get(n);
    waits.delete(n);
    fn?.();
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
    wallAfter(milliseconds, fn) {
      const n = (waitsBegun += 1);
      waits.set(n, fn);
      const over = (): void => {
        const t = reading();
        told?.waited(n, t);
        moveTo(t);
        elapse(n);
      };
      const wait = driven ? undefined : setTimeout(over, milliseconds);
      return () => {
        clearTimeout(wait);
        waits.delete(n);
      };
    },
    pause() {
      paused = true;
      arm();
    },
    resume() {
      if (!paused) return;
      flowOn();
      paused = false;
      arm();
    },
    step(labSeconds) {
      if (!paused) throw new Error('only a paused clock can be stepped');
      moveTo(latest + labSeconds * 1000);
    },
    setSpeed(next) {
      if (!(next > 0)) throw new RangeError(`speed must be above 0, not ${next}`);
      flowOn();
      speed = next;
      arm();
    },
    reading,
    moveTo,
    elapse,
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
