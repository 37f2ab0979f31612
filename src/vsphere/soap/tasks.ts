import type { RunningTask } from '../../domain/model/running-task.js';
import { VSphereError } from '../../ports/errors.js';
import type { TaskReading, TaskRef } from '../../ports/vsphere.js';
import type { SoapClient } from './client.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import { readObjects, requiredProperty, retrieve } from './property-collector.js';
import { isRunning, readRunningTask, readTaskInfo } from './readers/task.js';
import { requiredText } from './xml-node.js';

const isGone = (error: unknown): boolean =>
  error instanceof VSphereError && error.errorType === 'ManagedObjectNotFound';

/** Reads a vim25 task; vCenter forgets them minutes after their end (2.7), then it is `gone`. */
export const readVimTask = async (
  soap: SoapClient,
  id: string,
  signal?: AbortSignal,
): Promise<TaskReading> => {
  try {
    return await readObjects(
      soap,
      { objects: [{ type: 'Task', value: id }], properties: { Task: ['info'] } },
      ([task]): TaskReading => (task ? readTaskInfo(requiredProperty(task, 'info')) : { state: 'gone' }),
      signal,
    );
  } catch (error) {
    if (isGone(error)) return { state: 'gone' };
    throw error;
  }
};

/** A running task among the host's recent ones, by what it does (`HostSystem.enterMaintenanceMode`). */
export const findHostTask = (
  soap: SoapClient,
  host: string,
  descriptionId: string,
  signal?: AbortSignal,
): Promise<TaskRef | undefined> =>
  readObjects(
    soap,
    {
      objects: [{ type: 'HostSystem', value: host }],
      select: [{ type: 'HostSystem', path: 'recentTask' }],
      properties: { Task: ['info'] },
    },
    (tasks): TaskRef | undefined => {
      const found = tasks.find((task) => {
        const info = requiredProperty(task, 'info');
        return isRunning(info) && requiredText(info, 'descriptionId', 'TaskInfo') === descriptionId;
      });
      return found && { kind: 'vim', id: found.ref.value };
    },
    signal,
  );

/**
 * Every task that has not ended among the recent ones of the whole vCenter, whoever began it, and our own login. Tasks
 * of the Automation API are among them.
 */
export const listRunningTasks = (
  soap: SoapClient,
  signal?: AbortSignal,
): Promise<{ readonly login: string; readonly tasks: readonly RunningTask[] }> =>
  soap.use({ safe: true, signal }, async (session) => {
    const manager = session.content.taskManager;
    // Not knowing what others do is not the same as nobody doing anything.
    if (!manager) throw new AnswerRefused('ServiceContent has no taskManager');
    const tasks = await retrieve(
      session,
      {
        objects: [manager],
        select: [{ type: 'TaskManager', path: 'recentTask' }],
        properties: { Task: ['info'] },
      },
      soap.fail,
    );
    return {
      login: session.login,
      tasks: tasks
        .map((task) => ({ id: task.ref.value, info: requiredProperty(task, 'info') }))
        .filter(({ info }) => isRunning(info))
        .map(({ id, info }) => readRunningTask(id, info)),
    };
  });
