import type { TasksPort } from '../../ports/vsphere.js';
import type { TaskList } from '../../domain/model/running-task.js';
import type { Connection, Connections } from '../connection/connections.js';
import type { SharedReaders } from '../shared-reader/shared-reader.js';
import { listFailedTasks, listRunningTasks } from '../soap/tasks.js';

/** Running tasks, and under which logins we work there. */
export const readTaskList = async (
  { soap, trust }: Connection,
  vcenter: string,
  signal: AbortSignal | undefined,
): Promise<TaskList> => {
  const running = await listRunningTasks(soap, signal);
  return { vcenter, ...running, ...(trust && { trustLogin: await trust.login() }) };
};

export const createTasksPort = (connections: Connections, readers: SharedReaders): TasksPort => ({
  readTask: (vcenter, task, { signal } = {}) => readers.to(vcenter).task(task, signal),

  listFailed: (vcenter, host, { signal } = {}) =>
    listFailedTasks(connections.to(vcenter).soap, host?.moid, signal),

  listRunning: (vcenter, { signal } = {}) => readTaskList(connections.to(vcenter), vcenter.name, signal),
});
