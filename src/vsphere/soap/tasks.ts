import { VSphereError } from '../../ports/errors.js';
import type { TaskReading, TaskRef } from '../../ports/vsphere.js';
import type { SoapClient } from './client.js';
import { readProperties } from './property-collector.js';
import { isRunning, readTaskInfo } from './readers/task.js';
import { textAt } from './xml-node.js';

const isGone = (error: unknown): boolean =>
  error instanceof VSphereError && error.errorType === 'ManagedObjectNotFound';

/** Reads a vim25 task; vCenter forgets them minutes after their end (2.7), then it is `gone`. */
export const readVimTask = async (
  soap: SoapClient,
  id: string,
  signal?: AbortSignal,
): Promise<TaskReading> => {
  try {
    const [task] = await readProperties(
      soap,
      { objects: [{ type: 'Task', value: id }], properties: { Task: ['info'] } },
      signal,
    );
    const info = task?.properties.get('info');
    return info ? readTaskInfo(info) : { state: 'gone' };
  } catch (error) {
    if (isGone(error)) return { state: 'gone' };
    throw error;
  }
};

/** A running task among the host's recent ones, by what it does (`HostSystem.enterMaintenanceMode`). */
export const findHostTask = async (
  soap: SoapClient,
  host: string,
  descriptionId: string,
  signal?: AbortSignal,
): Promise<TaskRef | undefined> => {
  const tasks = await readProperties(
    soap,
    {
      objects: [{ type: 'HostSystem', value: host }],
      select: [{ type: 'HostSystem', path: 'recentTask' }],
      properties: { Task: ['info'] },
    },
    signal,
  );
  const found = tasks.find(({ properties }) => {
    const info = properties.get('info');
    return info && isRunning(info) && textAt(info, 'descriptionId') === descriptionId;
  });
  return found && { kind: 'vim', id: found.ref.value };
};
