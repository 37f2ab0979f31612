import { ChildWorkflowCancellationType, ParentClosePolicy } from '@temporalio/workflow';

/**
 * Children outlive a parent that ends: a terminated host workflow would run no clean-up and could leave its host in
 * maintenance mode.
 */
export const CHILD_OPTIONS = {
  parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
  cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
} as const;

/**
 * vCenters and clusters of a run: they go on when the run continues as new, to which the close policy applies as to any
 * other end. The run tells them itself when it is cancelled, and they tell it how they ended.
 */
export const UNIT_OPTIONS = {
  parentClosePolicy: ParentClosePolicy.ABANDON,
  cancellationType: ChildWorkflowCancellationType.ABANDON,
} as const;

/**
 * A host's workflow outlives its roll: parent close policies strike on continue-as-new as well, and a host may be
 * parked for weeks. A cancelled roll still cancels its hosts, by itself. See ADR 9.
 */
export const HOST_OPTIONS = { ...CHILD_OPTIONS, parentClosePolicy: ParentClosePolicy.ABANDON } as const;

/** How a run starts one of its parts. @param outlives - whether it outlives a history and tells its end */
export function unitOptions<T extends object>(args: T, outlives: boolean) {
  return outlives
    ? { ...UNIT_OPTIONS, args: [{ ...args, tellsEnd: true }] as [T] }
    : { ...CHILD_OPTIONS, args: [args] as [T] };
}
