import { z } from 'zod';
import type { LabTask } from '../../world/model.js';
import { invalidArgument, notFound, restError } from '../errors.js';
import { domainUser } from '../lookup.js';
import { bareOperation, taskInfo, taskStatus } from '../task-info.js';
import { noContent, ok, route } from '../types.js';
import type { Call, Reply } from '../types.js';

const ListBody = z
  .strictObject({
    filter_spec: z
      .strictObject({
        tasks: z.array(z.string()).optional(),
        services: z.array(z.string()).optional(),
        operations: z.array(z.string()).optional(),
        status: z.array(z.string()).optional(),
        targets: z.array(z.strictObject({ type: z.string(), id: z.string() })).optional(),
        users: z.array(z.string()).optional(),
      })
      .optional(),
    result_spec: z
      .strictObject({ return_all: z.boolean().optional(), exclude_result: z.boolean().optional() })
      .optional(),
  })
  .optional();
type Filter = NonNullable<NonNullable<z.output<typeof ListBody>>['filter_spec']>;

function taskOf({ world, vcenter, variable }: Call): LabTask {
  const id = variable('task');
  const task = world.task(vcenter, id);
  // The world knows vim moids too; this service does not.
  if (task === undefined || task.cisId !== id) throw notFound('task', id);
  return task;
}

/** The provider of a service or of a task ID: its first three parts, `com.vmware.esx`. */
const providerOf = (service: string): string => service.split('.').slice(0, 3).join('.');

/** Refuses what the service refuses: no anchor at all, or anchors of several providers. */
function checkFilter(filter: Filter): void {
  const services = [
    ...(filter.services ?? []),
    ...(filter.tasks ?? []).map((id) => id.slice(id.indexOf(':') + 1)),
  ];
  if (services.length === 0)
    throw invalidArgument("One of 'filter_spec.tasks' and 'filter_spec.services' is needed.");
  if (new Set(services.map(providerOf)).size > 1)
    throw invalidArgument('All tasks and services of a filter must belong to one provider.');
}

function passes(task: LabTask, filter: Filter): boolean {
  const among = (values: readonly string[] | undefined, ...actual: string[]): boolean =>
    values === undefined || values.length === 0 || actual.some((value) => values.includes(value));
  return (
    among(filter.tasks, task.cisId) &&
    among(filter.services, task.service) &&
    among(filter.operations?.map(bareOperation), bareOperation(task.operation)) &&
    among(filter.status, taskStatus(task)) &&
    among(filter.users, task.user, domainUser(task.user)) &&
    (filter.targets === undefined ||
      filter.targets.some(({ type, id }) => task.entity?.type === type && task.entity.moid === id))
  );
}

/** A task that has succeeded without having done anything has no result either. */
const told = (body: unknown, tasks: readonly LabTask[]): Reply => ({
  ...ok(body),
  offContract: tasks.some(({ undone }) => undone === true),
});

/** Section 3.2. */
export const taskRoutes = [
  route({
    method: 'GET',
    path: '/api/cis/tasks/{task}',
    query: ['return_all', 'exclude_result'],
    answer: (call) =>
      told(taskInfo(taskOf(call), call.world, call.query.flag('exclude_result')), [taskOf(call)]),
  }),
  route({
    method: 'POST',
    path: '/api/cis/tasks',
    action: 'list',
    body: ListBody,
    answer({ world, vcenter, body, limits }) {
      const filter = body?.filter_spec ?? {};
      checkFilter(filter);
      const found = [...vcenter.tasks.values()].filter((task) => passes(task, filter));
      if (found.length > limits.task)
        throw restError('RESOURCE_INACCESSIBLE', `More than ${limits.task} tasks match the filter.`);
      const exclude = body?.result_spec?.exclude_result ?? false;
      const infos = found.map((task) => [task.cisId, taskInfo(task, world, exclude)]);
      return told(Object.fromEntries(infos), found);
    },
  }),
  route({
    method: 'POST',
    path: '/api/cis/tasks/{task}',
    action: 'cancel',
    answer(call) {
      const task = taskOf(call);
      if (task.state === 'success' || task.state === 'error')
        throw restError('NOT_ALLOWED_IN_CURRENT_STATE', 'The task has already ended.');
      if (!task.cancelable) throw restError('UNSUPPORTED', 'The task cannot be cancelled.');
      call.world.cancelTask(task);
      return noContent();
    },
  }),
];
