import type { LabWorld } from '../world/api.js';
import type { LabTask } from '../world/model.js';
import type { Assumptions } from '../topology/assumptions.js';
import { errorBody } from './errors.js';
import { domainUser } from './lookup.js';
import { message } from './wire-values.js';

export type TaskStatus = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';

const statusByState = {
  queued: 'PENDING',
  running: 'RUNNING',
  success: 'SUCCEEDED',
  error: 'FAILED',
} as const;

export const taskStatus = (task: LabTask): TaskStatus => statusByState[task.state];

/**
 * `com.vmware.cis.task.Info` (section 3.3). VMware's SDK checks which fields are present: progress and start time
 * from RUNNING on, the end time for SUCCEEDED and FAILED only.
 */
export function taskInfo(
  task: LabTask,
  { clock, assumptions }: Pick<LabWorld, 'clock' | 'assumptions'>,
  excludeResult = false,
): Record<string, unknown> {
  const status = taskStatus(task);
  const running = status === 'RUNNING';
  const done = status === 'SUCCEEDED' || status === 'FAILED';
  return {
    description: message(task.descriptionId, `Task ${task.operation}`),
    service: task.service,
    operation: assumptions.taskOperation === 'bare' ? bareOperation(task.operation) : task.operation,
    status,
    cancelable: task.cancelable && !done,
    ...(running || done
      ? { progress: progressOf(task, status), start_time: clock.iso(task.startedAt ?? task.queuedAt) }
      : {}),
    ...(done ? { end_time: clock.iso(task.endedAt ?? clock.now()) } : {}),
    ...(task.result === undefined || excludeResult ? {} : { result: task.result }),
    ...errorOf(task, assumptions),
    ...(task.entity === undefined ? {} : { target: { type: task.entity.type, id: task.entity.moid } }),
    user: domainUser(task.user),
  };
}

export const bareOperation = (operation: string): string => operation.replace(/\$task$/, '');

/** Neither the type of `error` nor what a cancelled task says is certain (vsphere-rest 3.3). */
function errorOf({ error, cancelled }: LabTask, assumptions: Assumptions): { error?: unknown } {
  if (error === undefined || (cancelled && assumptions.cancelledTask === 'failed-without-error')) return {};
  return { error: assumptions.taskError === 'text' ? error.message : errorBody(error) };
}

function progressOf(task: LabTask, status: TaskStatus): Record<string, unknown> {
  const completed = status === 'SUCCEEDED' ? 100 : Math.max(0, Math.min(100, Math.round(task.progress)));
  return { total: 100, completed, message: message(`${task.descriptionId}.progress`, `${completed} % done`) };
}
