import type { LabWorld } from './api.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import type { LabFault, LabTask, LabVCenter } from './model.js';
import { createTaskFaults } from './task-faults.js';

/** Finished tasks kept per vCenter at most; retention by age comes first. */
const MAX_TASKS = 10_000;

const TEN_MINUTES = 600;

export type Tasks = Pick<LabWorld, 'startTask' | 'succeed' | 'fail' | 'cancelTask' | 'task'> & {
  progress(task: LabTask, percent: number): void;
  /** A restarted vCenter knows none of its tasks; the work itself goes on. */
  forgetAll(vcenter: LabVCenter): void;
};

/** Tasks of every vCenter: one work has a vim moid and an Automation API ID. */
export function createTasks(ctx: WorldContext): Tasks {
  const { timing, assumptions } = ctx.topology;
  const retained = assumptions.taskRetention === 'ten-minutes' ? TEN_MINUTES : timing.taskRetentionSeconds;
  const retention = retained * 1000;
  const byCisId = new Map<string, LabTask>();
  const numbers = new Map<string, number>();

  const forget = (task: LabTask): void => {
    task.vcenter.tasks.delete(task.moid);
    byCisId.delete(task.cisId);
  };
  const isOld = (task: LabTask): boolean =>
    task.endedAt !== undefined && ctx.clock.now() - task.endedAt > retention;
  /** Tasks are kept in the order they were queued, so the old ones come first. */
  const prune = (vcenter: LabVCenter): void => {
    for (const task of vcenter.tasks.values()) {
      const surplus = vcenter.tasks.size > MAX_TASKS && task.endedAt !== undefined;
      if (!surplus && !isOld(task)) break;
      forget(task);
    }
  };
  const end = (task: LabTask, state: 'success' | 'error'): boolean => {
    if (task.endedAt !== undefined) return false;
    task.state = state;
    task.endedAt = ctx.clock.now();
    task.cancelable = false;
    if (state === 'success') task.progress = 100;
    return true;
  };
  const fail = (task: LabTask, fault: LabFault): void => {
    if (!end(task, 'error')) return;
    task.error = fault;
    ctx.changed();
  };
  const succeed = (task: LabTask, result?: unknown): void => {
    if (!end(task, 'success')) return;
    if (result !== undefined) task.result = result;
    ctx.changed();
  };
  const taskFaults = createTaskFaults(ctx, { succeed, fail, forget });

  return {
    startTask(vcenter, session, spec, run) {
      prune(vcenter);
      // Numbers go on after a restart, so that an old reference never means a new task.
      const number = (numbers.get(vcenter.name) ?? 100) + 1;
      numbers.set(vcenter.name, number);
      const at = ctx.clock.now();
      const task: LabTask = {
        moid: `task-${number}`,
        cisId: `${ctx.ids.uuid()}:${spec.service}`,
        vcenter,
        service: spec.service,
        operation: spec.operation,
        descriptionId: spec.descriptionId,
        ...(spec.entity ? { entity: spec.entity } : {}),
        user: session.user.name,
        state: 'running',
        progress: 0,
        queuedAt: at,
        startedAt: at,
        cancelable: spec.cancelable ?? false,
        cancelled: false,
      };
      vcenter.tasks.set(task.moid, task);
      byCisId.set(task.cisId, task);
      taskFaults.begin(task, run);
      ctx.changed();
      return task;
    },
    succeed: (task, result) => taskFaults.end(task, () => succeed(task, result)),
    fail: (task, fault) => taskFaults.end(task, () => fail(task, fault)),
    progress(task, percent) {
      if (task.endedAt !== undefined || percent <= task.progress) return;
      task.progress = Math.min(99, Math.floor(percent));
      ctx.changed();
    },
    cancelTask(task) {
      if (task.endedAt !== undefined) refuse(faults.notAllowed('The task has already ended.'));
      if (!task.cancelable) refuse(faults.unsupported('The task cannot be cancelled.'));
      task.cancelled = true;
      task.cancelable = false;
      task.onCancel?.();
      if (assumptions.cancelledTask === 'runs-then-gone') {
        ctx.clock.after(TEN_MINUTES, () => forget(task));
        ctx.changed();
      } else fail(task, faults.cancelled('The task was canceled by a user.'));
    },
    task(vcenter, id) {
      const task = vcenter.tasks.get(id) ?? byCisId.get(id);
      if (!task || task.vcenter !== vcenter) return undefined;
      if (!isOld(task)) return task;
      forget(task);
      return undefined;
    },
    forgetAll(vcenter) {
      for (const task of vcenter.tasks.values()) forget(task);
    },
  };
}
