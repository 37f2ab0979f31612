import { DURATIONS, type DurationKind, type Durations } from '../domain/durations.js';
import type { WatchTimings } from './watch.js';

const AWAY_SECONDS = 60;
/** Never look more often than this, whatever the time scale: a vCenter is shared with others. */
const SHORTEST_POLL_MS = 20;

/** Intervals for one kind of watch, scaled for the lab's clock. */
export function timingsFor(
  kind: DurationKind,
  { timeScale, durations = DURATIONS }: { readonly timeScale: number; readonly durations?: Durations },
): WatchTimings {
  return {
    pollMs: Math.max(SHORTEST_POLL_MS, (durations[kind].pollSeconds * 1000) / timeScale),
    awayMs: Math.max(1_000, (AWAY_SECONDS * 1000) / timeScale),
    usualMs: (durations[kind].expectedSeconds * 1000) / timeScale,
  };
}

/** The same for work of which the silence of its server is a part: only the limit ends it. */
export function silentTimingsFor(...of: Parameters<typeof timingsFor>): WatchTimings {
  const { awayMs: _, ...timings } = timingsFor(...of);
  return timings;
}
