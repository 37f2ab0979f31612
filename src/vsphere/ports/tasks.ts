import type { TasksPort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import type { SharedReaders } from '../shared-reader/shared-reader.js';
import { listFailedTasks, listRunningTasks } from '../soap/tasks.js';

export const createTasksPort = (connections: Connections, readers: SharedReaders): TasksPort => ({
  readTask: (vcenter, task, { signal } = {}) => readers.to(vcenter).task(task, signal),

  listFailed: (vcenter, host, { signal } = {}) =>
    listFailedTasks(connections.to(vcenter).soap, host?.moid, signal),

  listRunning: async (vcenter, { signal } = {}) => ({
    vcenter: vcenter.name,
    ...(await listRunningTasks(connections.to(vcenter).soap, signal)),
  }),
});
