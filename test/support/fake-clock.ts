import type { GateClock } from '../../src/vsphere/connection/call-gate.js';

/** A clock that stands still until the test lets it run. */
export const fakeClock = () => {
  let time = 0;
  const timers = new Set<{ readonly at: number; readonly work: () => void }>();
  const clock: GateClock = {
    now: () => time,
    after: (ms, work) => {
      const timer = { at: time + ms, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  return {
    clock,
    /** Lets `ms` pass, with everything that falls due in between and what comes of it. */
    pass: async (ms: number): Promise<void> => {
      const end = time + ms;
      for (;;) {
        await settled();
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        time = Math.max(time, next.at);
        next.work();
      }
      time = end;
      await settled();
    },
  };
};

/** After everything that promises have to do by now. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
