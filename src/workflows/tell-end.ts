import { getExternalWorkflowHandle, workflowInfo } from '@temporalio/workflow';
import { runWorkflowId } from '../domain/ids.js';
import type { RunContext } from './context.js';
import { unitEndedSignal } from './messages.js';
import { tolerant } from './tolerant.js';

/**
 * Tells the run how a vCenter or cluster has ended. A run that began this workflow in an earlier history of its own
 * has no other way to know.
 */
export async function tellingEnd<T>(
  input: { readonly context: RunContext; readonly tellsEnd?: boolean },
  work: () => Promise<T>,
): Promise<T> {
  const result = await work();
  if (input.tellsEnd === true) {
    const { workflowId } = workflowInfo();
    const run = getExternalWorkflowHandle(runWorkflowId(input.context.estate));
    // The run's watch sees the end as well, so a lost word loses nothing; a run that is gone needs none.
    await tolerant(() => run.signal(unitEndedSignal, { workflowId, result }));
  }
  return result;
}
