import { getClient } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { WorkflowFailedError, WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';

/** How the workflow of a vCenter, cluster or host ended; the result is what it returned. */
export type UnitEnd =
  | { readonly state: 'completed'; readonly result: unknown }
  | { readonly state: 'broken'; readonly text: string };

/** Watches over workflows that an earlier history of the one who asks began, or that may end without a word. */
export function createUnitWatchActivities() {
  return {
    /**
     * Answers once the workflow has ended. While it runs the attempt fails as `running`, and is repeated by its retry
     * policy: so the wait costs neither events nor a worker's slot. Temporal keeps the result: nothing is lost however
     * often it is asked.
     *
     * @param runId - of the execution that is meant; absent = the newest one of this ID
     */
    async awaitUnitEnd({ workflowId, runId }: { workflowId: string; runId?: string }): Promise<UnitEnd> {
      const { workflow } = getClient();
      const handle = workflow.getHandle(workflowId, runId);
      let status = await statusOf(handle);
      // The history that is meant has a next one.
      if (status?.name === 'CONTINUED_AS_NEW') status = await statusOf(workflow.getHandle(workflowId));
      if (status === undefined) return { state: 'broken', text: 'Temporal does not know it any more' };
      if (status.name === 'RUNNING') {
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

/** Undefined = Temporal does not know it. */
async function statusOf(handle: Pick<WorkflowHandle, 'describe'>) {
  return handle.describe().then(
    ({ status }) => status,
    (error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    },
  );
}
