import { foreignTasks as foreignAmong, taskText } from '../../safety/foreign.js';
import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'foreign-tasks',
  rule: 'DG-12',
  looksAt: 'Nobody else is at work on hosts, clusters or the vCenters.',
  severities: ['warning'],
  remedy: 'Let the task end, or agree with whoever began it; a run waits for it.',
});

/** What others do at the time of the plan; a run looks again before each of its steps, and waits. @rule DG-12 */
export const foreignTasks = check(({ sides }) =>
  sides.flatMap(({ vcenter, readiness: { tasks } }) =>
    (tasks === undefined ? [] : foreignAmong(tasks, 'vcenter')).map((task) =>
      warning(
        task.entity?.name ?? vcenter.name,
        `Somebody else is at work on ${vcenter.name}: ${taskText(task)}.`,
        'Let the task end, or agree with whoever began it; a run waits for it.',
      ),
    ),
  ),
);
