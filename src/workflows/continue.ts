import { allHandlersFinished, condition, workflowInfo } from '@temporalio/workflow';
import type { Storyteller } from './story.js';

/**
 * Whether the history is long enough to begin a new one: Temporal says so (events, bytes or Updates), or a test's
 * small limit is reached.
 */
export function shouldContinue({ continueAfterEvents }: { readonly continueAfterEvents?: number }): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= (continueAfterEvents ?? Number.POSITIVE_INFINITY);
}

/**
 * Leaves nothing behind that a new history would not know of: what was told is written, and every accepted Update has
 * its answer. Call it last before `continueAsNew`, and carry `story.seq`.
 */
export async function drained(story: Storyteller): Promise<void> {
  do {
    await story.flush();
    await condition(allHandlersFinished);
    // A handler that ended meanwhile may have told something.
  } while (!story.isWritten);
}
