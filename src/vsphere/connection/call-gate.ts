/** Milliseconds of a clock that never jumps, and a timer on it. Tests have their own. */
export interface GateClock {
  now(): number;
  /** Runs `work` after `ms`; answers how to prevent it. */
  after(ms: number, work: () => void): () => void;
}

const realClock: GateClock = {
  now: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** What may go to one server. */
interface GateLimits {
  /** Absent = no cap. */
  readonly callsPerSecond?: number;
  /** Calls at once. */
  readonly atOnce: number;
}

interface Entering {
  /** `GET /api/vcenter/cluster` */
  readonly operation: string;
  readonly goesFirst: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The one way to a server: how often, how many at once, and not at all while it wants to be left alone. */
export interface CallGate {
  /**
   * Waits for its turn and answers how to give the place back. Who changes something goes before who only reads;
   * an abort ends the waiting.
   *
   * @throws what `refusal` says while the gate is closed, also for those who already wait
   */
  enter(call: Entering): Promise<() => void>;
  /** Lets nobody in for `ms`; a shorter closing does not open it. */
  close(ms: number): void;
}

interface Waiter {
  readonly operation: string;
  readonly letIn: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** So many may overtake before one who was overtaken has its turn. */
const overtakers = 4;
/** Seconds' worth of calls that may go at once after a quiet time. */
const burstSeconds = 2;

/** A token bucket: a call takes one, and they come back at a steady rate. */
const createBucket = (perSecond: number, clock: GateClock) => {
  const most = Math.max(1, perSecond * burstSeconds);
  let tokens = most;
  let filledAt = clock.now();
  return {
    /** Takes one and answers 0, or takes none and answers the milliseconds until there is one. */
    take: (): number => {
      tokens = Math.min(most, tokens + ((clock.now() - filledAt) / 1_000) * perSecond);
      filledAt = clock.now();
      // A little less than one is one: timers and floating point are not that exact.
      if (tokens < 0.999) return Math.ceil(((1 - tokens) / perSecond) * 1_000);
      tokens -= 1;
      return 0;
    },
  };
};

/** @param refusal - the error of a closed gate for an operation, with the milliseconds until it opens */
export const createCallGate = (
  { callsPerSecond, atOnce }: GateLimits,
  refusal: (operation: string, ms: number) => Error,
  clock: GateClock = realClock,
): CallGate => {
  const bucket = callsPerSecond === undefined ? undefined : createBucket(callsPerSecond, clock);
  const first = new Set<Waiter>();
  const others = new Set<Waiter>();
  let inside = 0;
  let overtaken = 0;
  let closedUntil = 0;
  let stopTimer: (() => void) | undefined;

  const nextQueue = (): Set<Waiter> | undefined => {
    if (first.size > 0 && (others.size === 0 || overtaken < overtakers)) return first;
    return others.size > 0 ? others : undefined;
  };

  const leave = (): void => {
    inside -= 1;
    admit();
  };

  const admit = (): void => {
    for (;;) {
      const queue = nextQueue();
      if (!queue || inside >= atOnce || stopTimer) return;
      const ms = bucket?.take() ?? 0;
      if (ms > 0) {
        stopTimer = clock.after(ms, () => {
          stopTimer = undefined;
          admit();
        });
        return;
      }
      const [waiter] = queue;
      overtaken = queue === first && others.size > 0 ? overtaken + 1 : 0;
      inside += 1;
      waiter?.letIn();
    }
  };

  return {
    enter: ({ operation, goesFirst, signal }) =>
      new Promise((resolve, reject) => {
        const left = closedUntil - clock.now();
        if (left > 0) {
          reject(refusal(operation, left));
          return;
        }
        const queue = goesFirst ? first : others;
        const end = (): void => {
          queue.delete(waiter);
          signal?.removeEventListener('abort', abort);
        };
        const waiter: Waiter = {
          operation,
          letIn: () => {
            end();
            resolve(leave);
          },
          refuse: (reason) => {
            end();
            // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the caller's own reason
            reject(reason);
          },
        };
        const abort = (): void => waiter.refuse(signal?.reason);
        queue.add(waiter);
        signal?.addEventListener('abort', abort, { once: true });
        admit();
      }),

    close: (ms) => {
      closedUntil = Math.max(closedUntil, clock.now() + ms);
      const left = closedUntil - clock.now();
      for (const waiter of [...first, ...others]) waiter.refuse(refusal(waiter.operation, left));
    },
  };
};
