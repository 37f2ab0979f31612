import { allHandlersFinished, CancellationScope, condition, sleep, workflowInfo } from '@temporalio/workflow';
import type { Storyteller } from './story.js';

/** How often a moment is looked for in which nobody says anything, and how long such a moment is at least, in milliseconds. */
const QUIET_TRIES = 3;
const QUIET_MS = 50;

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
 * What is not yet written to the records is carried instead (`story.unwritten`): records that are away do not hold up
 * the next history.
 *
 * A history ends best in a moment in which nothing is told: when something arrives just then, the server refuses the
 * end, and an Update of the same moment gets an error instead of its answer (repeating it is safe). People who never
 * stop talking do not hold it up for ever.
 *
 * @param isQuiet - no signal to another workflow is on its way
 * @returns false when the workflow was cancelled meanwhile: then it must not continue, or the cancellation is lost
 */
export async function drained(
  story: Pick<Storyteller, 'seq'>,
  isQuiet: () => boolean = () => true,
): Promise<boolean> {
  await CancellationScope.nonCancellable(async () => {
    for (let tries = 0; tries < QUIET_TRIES; tries++) {
      const { seq } = story;
      await sleep(QUIET_MS);
      if (story.seq === seq) break;
    }
    await condition(() => allHandlersFinished() && isQuiet());
  });
  return !CancellationScope.current().consideredCancelled;
}
