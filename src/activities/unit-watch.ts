import { getClient } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';

/** How the workflow of a vCenter or cluster ended; the result is what it returned. */
export type UnitEnd =
  | { readonly state: 'completed'; readonly result: unknown }
  | { readonly state: 'broken'; readonly text: string };

/** Watches over workflows that tell their end by a signal, for the case that one ends without a word. */
export function createUnitWatchActivities() {
  return {
    /**
     * Answers once the workflow has ended. While it runs the attempt fails as `running`, and is repeated by its retry
     * policy: so the wait costs neither events nor a worker's slot.
     */
    async awaitUnitEnd({ workflowId }: { workflowId: string }): Promise<UnitEnd> {
      const handle = getClient().workflow.getHandle(workflowId);
      const status = await handle.describe().then(
        (description) => description.status,
        (error: unknown) => {
          if (error instanceof WorkflowNotFoundError) return undefined;
          throw error;
        },
      );
      if (status === undefined) return { state: 'broken', text: 'Temporal does not know it any more' };
      if (status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW') {
        throw ApplicationFailure.create({
          message: `${workflowId} is running`,
          type: 'running',
          category: ApplicationFailureCategory.BENIGN,
        });
      }
      try {
        return { state: 'completed', result: await handle.result() };
      } catch (error) {
        if (!(error instanceof WorkflowFailedError)) throw error;
        return {
          state: 'broken',
          text: `${status.name.toLowerCase()}: ${error.cause?.message ?? error.message}`,
        };
      }
    },
  };
}
