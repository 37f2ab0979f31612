import { ChildWorkflowCancellationType, ParentClosePolicy } from '@temporalio/workflow';

/**
 * Children outlive a parent that ends: a terminated host workflow would run no clean-up and could leave its host in
 * maintenance mode.
 */
export const CHILD_OPTIONS = {
  parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
  cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
} as const;
