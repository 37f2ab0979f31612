import { allHandlersFinished, CancellationScope, condition, workflowInfo } from '@temporalio/workflow';

/**
 * Whether the history is long enough to begin a new one: Temporal says so (events, bytes or Updates), or a test's
 * small limit is reached.
 */
export function shouldContinue({ continueAfterEvents }: { readonly continueAfterEvents?: number }): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= (continueAfterEvents ?? Number.POSITIVE_INFINITY);
}

/**
 * Waits until every accepted Update has its answer and nothing is on its way that would be lost with this history.
 * What is not yet written to the records is carried instead (`story.unwritten`): people who go on talking, or records
 * that are away, do not hold up the next history.
 *
 * @param isQuiet - no signal to another workflow is on its way
 * @returns false when the workflow was cancelled meanwhile: then it must not continue, or the cancellation is lost
 */
export async function drained(isQuiet: () => boolean = () => true): Promise<boolean> {
  await CancellationScope.nonCancellable(() => condition(() => allHandlersFinished() && isQuiet()));
  return !CancellationScope.current().consideredCancelled;
}
