import { cancelled, getClient } from '@temporalio/activity';
import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';

/** One execution of a workflow; `runId` is that of its first run. */
export interface Execution {
  readonly workflowId: string;
  readonly runId: string;
}

/** How a workflow ended; `lost` = failed, terminated, or no longer known to Temporal. */
export type Ending<T> = { readonly state: 'completed'; readonly value: T } | { readonly state: 'lost' };

/** Waits for workflows that were started by an earlier run of the one that asks. */
export function createWorkflowActivities() {
  return {
    /** Read-only; Temporal keeps the result, so nothing is lost however often it is asked. */
    async awaitWorkflow({ workflowId, runId }: Execution): Promise<Ending<unknown>> {
      try {
        const value: unknown = await Promise.race([
          getClient().workflow.getHandle(workflowId, runId).result(),
          cancelled(),
        ]);
        return { state: 'completed', value };
      } catch (error) {
        if (error instanceof WorkflowFailedError || error instanceof WorkflowNotFoundError)
          return { state: 'lost' };
        throw error;
      }
    },
  };
}
