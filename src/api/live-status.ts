import type { RunStatus } from '../domain/model/run.js';
import { isFinal } from '../domain/progress/status.js';
import type { RunRecord } from '../ports/records.js';
import type { ApiOptions } from './context.js';

/** Status of a run, and whether the running workflow said so itself. */
export interface LiveStatus {
  readonly status: RunStatus;
  readonly live: boolean;
  readonly notLiveBecause?: string;
}

/** Asks the workflow; what the records say stands in when it does not answer, and for a run that has ended. */
export async function liveStatus(
  { engine, logger }: Pick<ApiOptions, 'engine' | 'logger'>,
  { estate, runId, status }: RunRecord,
): Promise<LiveStatus> {
  if (isFinal(status.state)) return { status, live: false };
  try {
    const answer = await engine.runStatus(estate, runId);
    if (answer.kind === 'done') return { status: answer.value, live: true };
    return { status, live: false, notLiveBecause: answer.message };
  } catch (error) {
    logger.warn({ err: error as Error, runId }, 'run status not answered');
    return { status, live: false, notLiveBecause: 'Temporal did not answer.' };
  }
}
