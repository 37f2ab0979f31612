import type { WatchTimings } from './watch.js';

/** Poll intervals in seconds of the estate's time; the rule book's 2.17, with room for late notice of 2 %. */
const POLL_SECONDS = {
  task: 10,
  boot: 15,
  attestation: 20,
  import: 10,
  appliance: 30,
  backup: 30,
} as const;
const AWAY_SECONDS = 60;
/** Never look more often than this, whatever the time scale: a vCenter is shared with others. */
const SHORTEST_POLL_MS = 20;

export type Watching = keyof typeof POLL_SECONDS;

/** Intervals for one kind of watch, scaled for the lab's clock. */
export function timingsFor(kind: Watching, timeScale: number): WatchTimings {
  return {
    pollMs: Math.max(SHORTEST_POLL_MS, (POLL_SECONDS[kind] * 1000) / timeScale),
    awayMs: Math.max(1_000, (AWAY_SECONDS * 1000) / timeScale),
  };
}
