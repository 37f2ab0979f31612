import type { TasksPort } from '../../ports/vsphere.js';
import type { SharedReaders } from '../shared-reader/shared-reader.js';

export const createTasksPort = (readers: SharedReaders): TasksPort => ({
  readTask: (vcenter, task, { signal } = {}) => readers.to(vcenter).task(task, signal),
});
