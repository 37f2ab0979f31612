import type { Site } from '../context.js';
import { VimFault } from '../faults.js';
import type { MoRef } from '../value.js';
import { taskRef } from './entity.js';

/**
 * A `TaskInProgress` must name the task: the newest running one of the object or of its cluster, else of the server.
 * Where none runs there is only a state that forbids the call. Other faults stay as they are.
 */
export function namingTask(fault: VimFault, subject: MoRef | undefined, site: Site): VimFault {
  if (fault.type !== 'TaskInProgress') return fault;
  const host = site.host(subject?.value ?? '');
  const near = [host?.moid, host?.cluster.moid];
  const running = site.tasks.filter(({ endedAt }) => endedAt === undefined);
  const task = running.findLast(({ entity }) => entity && near.includes(entity.moid)) ?? running.at(-1);
  return task
    ? new VimFault(fault.type, fault.message, { task: taskRef(task) })
    : new VimFault('InvalidState', fault.message);
}
