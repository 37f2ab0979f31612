import { StoppedWaiting } from './wait-for.js';
import { startWorkers, type WorkerParts } from './workers.js';

/** Workers of a service whose API must be there before Temporal is. */
export interface BegunWorkers {
  /** Settles when they work, or wait for Temporal and have said so; rejects when they cannot work at all. */
  readonly begun: Promise<void>;
  /** Settles when they have ended; rejects when one of them failed. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts them in the background. */
export function beginWorkers(parts: Omit<WorkerParts, 'stopping'>): BegunWorkers {
  const { config, say } = parts;
  const stopping = new AbortController();
  let heard: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => (heard = resolve));
  const starting = startWorkers({
    ...parts,
    stopping: stopping.signal,
    onWaiting: () => heard(),
  });
  const works = starting.then(() => say(`workers for ${config.zones.join(', ')}`));
  const ended = starting.then((workers) => workers.ended);
  // Each is asked for in its time; a rejection before that is not lost.
  for (const promise of [works, ended]) promise.catch(() => undefined);
  return {
    begun: Promise.race([works, waits]),
    ended,
    async stop() {
      stopping.abort();
      const workers = await starting.catch((error: unknown) => {
        if (error instanceof StoppedWaiting) return undefined;
        throw error;
      });
      await workers?.stop();
    },
  };
}
