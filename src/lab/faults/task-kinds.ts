import { rows } from './row.js';

const ONE_TASK = 'one task, or `count`';

/** Faults of the task that a request starts. */
export const taskKinds = rows({
  'fail-task': {
    strikes: 'operation',
    does: 'The task fails after ten lab seconds; nothing has been done.',
    lasts: ONE_TASK,
    healed: 'ends; a failed task stays failed',
    statement: 'vsphere-rest 3.1: problems come as a FAILED task',
  },
  'fail-task-though-done': {
    strikes: 'operation',
    does: 'The work is done, and its task says that it failed.',
    lasts: ONE_TASK,
    healed: 'ends; a failed task stays failed',
    statement: 'vta-operations 2.21 DG-14: the state of the entity decides, not what the task says',
  },
  'succeed-task-undone': {
    strikes: 'operation',
    does: 'The task succeeds after ten lab seconds, without a result; nothing has been done.',
    lasts: ONE_TASK,
    healed: 'ends; the work stays undone',
    statement: 'vta-operations 2.21 DG-14: the state of the entity decides, not what the task says',
  },
  'hang-task': {
    strikes: 'operation',
    does: 'The task runs without progress, and its work does not begin.',
    parameters: { seconds: 'lab seconds until the work begins after all; default: until healed' },
    lasts: 'until healed, or `seconds`',
    healed: 'the work begins',
    statement: 'vta-operations 2.17: every wait has a limit after which a person is asked',
  },
  'hang-task-though-done': {
    strikes: 'operation',
    does: 'The work is done, and its task goes on running.',
    parameters: { seconds: 'lab seconds until the task ends after all; default: until healed' },
    lasts: 'until healed, or `seconds`',
    healed: 'the task ends as its work did',
    statement: 'vta-operations 2.21 DG-14: the state of the entity decides, not what the task says',
  },
  'lose-task': {
    strikes: 'operation',
    does: 'The work goes on, and vCenter knows nothing of its task: 404, or ManagedObjectNotFound.',
    lasts: ONE_TASK,
    healed: 'ends; a forgotten task stays forgotten',
    statement: 'vsphere-rest 3.4: a 404 for a task means that track of it was lost: read the state',
  },
});
