import type { LabTask } from '../../world/model.js';
import type { Site } from '../context.js';
import { faultFromWorld, localized } from '../faults.js';
import { moref, reference, typed } from '../value.js';
import type { MoRef } from '../value.js';
import { taskRef } from './entity.js';

/** `HostSystem.enterMaintenanceMode` → `EnterMaintenanceMode_Task`; tasks of the Automation API have no name. */
function methodName({ descriptionId, operation }: LabTask): string | undefined {
  if (!/^[A-Z]\w+\.\w+$/.test(descriptionId)) return undefined;
  const wsdl: Readonly<Record<string, string>> = {
    addHost: 'AddHost_Task',
    reboot: 'RebootHost_Task',
    disconnect: 'DisconnectHost_Task',
    reconnect: 'ReconnectHost_Task',
  };
  return wsdl[operation] ?? `${operation.charAt(0).toUpperCase()}${operation.slice(1)}_Task`;
}

export function entityOf({ entity }: LabTask, site: Site): MoRef | undefined {
  if (!entity) return undefined;
  const host = site.vcenter.hosts.get(entity.moid);
  return host ? site.hostRef(host) : moref(entity.type, entity.moid);
}

/** Results of the Automation API are plain JSON; vim25 has no words for anything but a text. */
function resultOf({ descriptionId, result }: LabTask): { result?: unknown } {
  if (typeof result !== 'string') return {};
  const isHost = descriptionId === 'ClusterComputeResource.addHost';
  return { result: isHost ? reference(moref('HostSystem', result)) : result };
}

/** Number that grows with the task: `task-117` → 117. */
const eventChain = ({ moid }: LabTask): number => Number(/\d+$/.exec(moid)?.[0] ?? 0);

/** `TaskInfo` */
export function taskInfo(task: LabTask, site: Site): Record<string, unknown> {
  return {
    key: task.moid,
    task: taskRef(task),
    name: methodName(task),
    descriptionId: task.descriptionId,
    entity: entityOf(task, site),
    entityName: task.entity?.name,
    state: task.state,
    cancelled: task.cancelled,
    cancelable: task.cancelable,
    ...(task.error ? { error: localized(faultFromWorld(task.error, entityOf(task, site))) } : {}),
    ...resultOf(task),
    ...(task.state === 'running' ? { progress: task.progress } : {}),
    reason: typed('TaskReasonUser', { userName: task.user }),
    queueTime: task.queuedAt,
    startTime: task.startedAt,
    completeTime: task.endedAt,
    eventChainId: eventChain(task),
  };
}
