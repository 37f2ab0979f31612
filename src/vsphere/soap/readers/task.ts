import type { RunningTask } from '../../../domain/model/running-task.js';
import type { TaskReading } from '../../../ports/vsphere.js';
import { instant } from '../../rest/schemas.js';
import { readLocalizedFault } from '../faults.js';
import { child, refOf, requiredText, textAt, type XmlNode } from '../xml-node.js';

const underWay: readonly string[] = ['queued', 'running'];

const stateOf = (info: XmlNode): string => requiredText(info, 'state', 'TaskInfo');

/** `TaskInfo`, as a task's `info` property holds it. */
export const readTaskInfo = (info: XmlNode): TaskReading => {
  const state = stateOf(info);
  const endedAt = instant(textAt(info, 'completeTime'));
  const ended = endedAt ? { endedAt } : {};
  if (state === 'success') return { state: 'succeeded', ...ended };
  if (state === 'error') {
    const error = child(info, 'error');
    const fault = error ? readLocalizedFault(error) : { type: 'UnknownFault', message: 'no reason given' };
    return { state: 'failed', error: fault.message, errorType: fault.type, ...ended };
  }
  const progress = Number(textAt(info, 'progress') || Number.NaN);
  const said = textAt(info, 'description.message');
  // A state of the future is neither success nor failure.
  const message = underWay.includes(state) ? said : `state ${state}`;
  return {
    state: 'running',
    ...(Number.isNaN(progress) ? {} : { progress }),
    ...(message ? { message } : {}),
  };
};

/** Whatever has not ended: a second one must not be started beside it. */
export const isRunning = (info: XmlNode): boolean => !['success', 'error'].includes(stateOf(info));

/** When it was asked for, ISO 8601; absent = not told. */
export const orderedAt = (info: XmlNode): string | undefined => instant(textAt(info, 'queueTime'));

/** Whoever began a task, and what it is done to. A reason that is no person has no user. */
export const readRunningTask = (id: string, info: XmlNode): RunningTask => {
  const entity = refOf(child(info, 'entity'));
  const user = textAt(info, 'reason.userName');
  const since = instant(textAt(info, 'startTime') ?? textAt(info, 'queueTime'));
  return {
    id,
    operation: requiredText(info, 'descriptionId', 'TaskInfo'),
    ...(entity === undefined
      ? {}
      : {
          entity: {
            type: entity.type,
            moid: entity.value,
            name: textAt(info, 'entityName') ?? entity.value,
          },
        }),
    ...(user ? { user } : {}),
    ...(since ? { since } : {}),
  };
};
