import type { TasksPort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { readCisTask } from '../rest/tasks.js';
import { listRunningTasks, readVimTask } from '../soap/tasks.js';

export const createTasksPort = (connections: Connections): TasksPort => ({
  readTask: (vcenter, task, { signal } = {}) => {
    const { rest, soap } = connections.to(vcenter);
    return task.kind === 'cis' ? readCisTask(rest, task.id, signal) : readVimTask(soap, task.id, signal);
  },

  listRunning: async (vcenter, { signal } = {}) => ({
    vcenter: vcenter.name,
    ...(await listRunningTasks(connections.to(vcenter).soap, signal)),
  }),
});
