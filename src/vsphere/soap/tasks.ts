import type { RunningTask } from '../../domain/model/running-task.js';
import { VSphereError } from '../../ports/errors.js';
import type { FailedTask, TaskReading, TaskRef } from '../../ports/vsphere.js';
import type { SoapClient } from './client.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import { readObjects, requiredProperty, retrieve } from './property-collector.js';
import { isRunning, orderedAt, readRunningTask, readTaskInfo } from './readers/task.js';
import { requiredText, type MoRef, type XmlNode } from './xml-node.js';

const isGone = (error: unknown): boolean =>
  error instanceof VSphereError && error.errorType === 'ManagedObjectNotFound';

const readInfos = (
  soap: SoapClient,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, TaskReading>> =>
  readObjects(
    soap,
    { objects: ids.map((value) => ({ type: 'Task', value })), properties: { Task: ['info'] } },
    (tasks) => {
      const found = new Map(tasks.map((task) => [task.ref.value, task]));
      return new Map(
        ids.map((id): [string, TaskReading] => {
          const task = found.get(id);
          return [id, task ? readTaskInfo(requiredProperty(task, 'info')) : { state: 'gone' }];
        }),
      );
    },
    signal,
  );

/**
 * Reads vim25 tasks at once, by ID; vCenter forgets them minutes after their end (2.7), then they are `gone`. An
 * error about one of several is thrown: which of them it is, only reading them apart can tell.
 */
export const readVimTasks = async (
  soap: SoapClient,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, TaskReading>> => {
  try {
    return await readInfos(soap, ids, signal);
  } catch (error) {
    if (isGone(error) && ids.length === 1) return new Map(ids.map((id) => [id, { state: 'gone' }]));
    throw error;
  }
};

/** The first of the recent tasks of a host or cluster of which `isIt` is true. */
const findRecentTask = (
  soap: SoapClient,
  entity: MoRef,
  isIt: (info: XmlNode) => boolean,
  signal?: AbortSignal,
): Promise<TaskRef | undefined> =>
  readObjects(
    soap,
    {
      objects: [entity],
      select: [{ type: entity.type, path: 'recentTask' }],
      properties: { Task: ['info'] },
    },
    (tasks): TaskRef | undefined => {
      const found = tasks.find((task) => isIt(requiredProperty(task, 'info')));
      return found && { kind: 'vim', id: found.ref.value };
    },
    signal,
  );

const does = (info: XmlNode, descriptionIds: readonly string[]): boolean =>
  descriptionIds.includes(requiredText(info, 'descriptionId', 'TaskInfo'));

/** A running task among the recent ones of a host or cluster, by what it does (`HostSystem.enterMaintenanceMode`). */
export const findEntityTask = (
  soap: SoapClient,
  entity: MoRef,
  descriptionIds: readonly string[],
  signal?: AbortSignal,
): Promise<TaskRef | undefined> =>
  findRecentTask(soap, entity, (info) => isRunning(info) && does(info, descriptionIds), signal);

/** A restart that runs, or was ordered since then and has not failed; vCenter forgets it minutes after its end (2.7). */
export const findRebootTask = (
  soap: SoapClient,
  host: string,
  since: string,
  signal?: AbortSignal,
): Promise<TaskRef | undefined> =>
  findRecentTask(
    soap,
    { type: 'HostSystem', value: host },
    (info) =>
      does(info, ['HostSystem.reboot']) &&
      readTaskInfo(info).state !== 'failed' &&
      (isRunning(info) || (orderedAt(info) ?? since) >= since),
    signal,
  );

/** The one of every vCenter; its ID is the same everywhere. */
const taskManager: MoRef = { type: 'TaskManager', value: 'TaskManager' };

/** Failed tasks of Recent Tasks, of one host or of all; vCenter keeps them there for minutes (2.7). */
export const listFailedTasks = (
  soap: SoapClient,
  host: string | undefined,
  signal?: AbortSignal,
): Promise<readonly FailedTask[]> => {
  const from: MoRef = host === undefined ? taskManager : { type: 'HostSystem', value: host };
  return readObjects(
    soap,
    {
      objects: [from],
      select: [{ type: from.type, path: 'recentTask' }],
      properties: { Task: ['info'] },
    },
    (found) =>
      found
        .map((task) => requiredProperty(task, 'info'))
        .flatMap((info): FailedTask[] => {
          const reading = readTaskInfo(info);
          if (reading.state !== 'failed') return [];
          const { error, endedAt } = reading;
          const name = requiredText(info, 'descriptionId', 'TaskInfo');
          return [{ name, error, ...(endedAt === undefined ? {} : { endedAt }) }];
        })
        .toSorted((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? '')),
    signal,
  );
};
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
