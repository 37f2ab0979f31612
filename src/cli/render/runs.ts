import type { RunSummary } from '../client/types.js';
import { shortHash } from './run.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { duration, secondsBetween, timestamp } from './time.js';

/** Runs as a list, or how to start the first one. */
export function runTable(runs: readonly RunSummary[], style: Style): string {
  if (runs.length === 0) return 'No runs yet. Request one: vta run start ESTATE --plan HASH --reason TEXT';
  return table(
    ['Run', 'Estate', 'What', 'State', 'Plan', 'By', 'Requested', 'Time'],
    runs.map((run) => [
      run.runId,
      run.estate,
      run.operation ?? 'upgrade',
      run.state.replaceAll('-', ' '),
      shortHash(run.planHash),
      run.requestedBy,
      timestamp(run.requestedAt),
      duration(secondsBetween(run.requestedAt, run.endedAt, style.now)),
    ]),
    style,
  );
}
