import type { TasksPort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { readCisTask } from '../rest/tasks.js';
import { listFailedTasks, readVimTask } from '../soap/tasks.js';

export const createTasksPort = (connections: Connections): TasksPort => ({
  readTask: (vcenter, task, { signal } = {}) => {
    const { rest, soap } = connections.to(vcenter);
    return task.kind === 'cis' ? readCisTask(rest, task.id, signal) : readVimTask(soap, task.id, signal);
  },
  listFailed: (vcenter, host, { signal } = {}) =>
    listFailedTasks(connections.to(vcenter).soap, host?.moid, signal),
});
