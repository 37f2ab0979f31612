import type { WorldContext } from './context.js';
import { faults } from './errors.js';
import { LabError } from './model.js';
import type { LabFault, LabTask } from './model.js';

/** Lab seconds until a task ends whose work was not done. */
const UNDONE_SECONDS = 10;

const byTheLab = faults.error('A general system error occurred: the task was failed by the lab.');

interface Ends {
  succeed(task: LabTask): void;
  fail(task: LabTask, fault: LabFault): void;
  forget(task: LabTask): void;
}

export interface TaskFaults {
  /** Begins the work of a task, unless a fault keeps it from that. */
  begin(task: LabTask, run: (task: LabTask) => void): void;
  /** The work has ended; `told` ends the task accordingly, unless a fault has it end otherwise. */
  end(task: LabTask, told: () => void): void;
}

/** Tasks that do not tell the truth about their work. */
export function createTaskFaults(ctx: WorldContext, ends: Ends): TaskFaults {
  /** Work or ends that wait for their rule to be healed. */
  const waiting = new Map<LabTask, { readonly rule: string; goOn?: () => void }>();
  const lying = new Set<LabTask>();

  const release = (task: LabTask): void => {
    const held = waiting.get(task);
    waiting.delete(task);
    held?.goOn?.();
  };
  const holdBack = (task: LabTask, rule: string, seconds: number | undefined, goOn?: () => void): void => {
    waiting.set(task, { rule, ...(goOn ? { goOn } : {}) });
    if (seconds !== undefined) ctx.clock.after(seconds, () => release(task));
  };
  for (const kind of ['hang-task', 'hang-task-though-done'] as const) {
    ctx.faults.onHealed(kind, ({ id }) => {
      for (const [task, { rule }] of waiting) if (rule === id) release(task);
    });
  }
  /** Work that begins late finds the estate as it is then. */
  const beginLate = (task: LabTask, run: (task: LabTask) => void): void => {
    if (task.endedAt !== undefined) return;
    try {
      run(task);
    } catch (refusal) {
      if (!(refusal instanceof LabError)) throw refusal;
      ends.fail(task, refusal.fault);
    }
  };

  return {
    begin(task, run) {
      const fault = ctx.faults.takeTaskFault();
      switch (fault?.kind) {
        case 'fail-task':
          ctx.clock.after(UNDONE_SECONDS, () => ends.fail(task, byTheLab));
          return;
        case 'succeed-task-undone':
          task.undone = true;
          ctx.clock.after(UNDONE_SECONDS, () => ends.succeed(task));
          return;
        case 'hang-task':
          holdBack(task, fault.id, fault.seconds, () => beginLate(task, run));
          return;
        case 'hang-task-though-done':
          holdBack(task, fault.id, fault.seconds);
          break;
        case 'fail-task-though-done':
          lying.add(task);
          break;
        case 'lose-task':
          run(task);
          ends.forget(task);
          return;
        case undefined:
      }
      run(task);
    },
    end(task, told) {
      const held = waiting.get(task);
      if (held) held.goOn = told;
      else if (lying.delete(task)) ends.fail(task, byTheLab);
      else told();
    },
  };
}
