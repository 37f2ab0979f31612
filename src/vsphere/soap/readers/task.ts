import type { TaskReading } from '../../../ports/vsphere.js';
import { instant } from '../../rest/schemas.js';
import { readLocalizedFault } from '../faults.js';
import { child, textAt, type XmlNode } from '../xml-node.js';

/** `TaskInfo`, as a task's `info` property holds it. */
export const readTaskInfo = (info: XmlNode): TaskReading => {
  const state = textAt(info, 'state');
  const endedAt = instant(textAt(info, 'completeTime'));
  const ended = endedAt ? { endedAt } : {};
  if (state === 'success') return { state: 'succeeded', ...ended };
  if (state === 'error') {
    const error = child(info, 'error');
    const fault = error ? readLocalizedFault(error) : { type: 'UnknownFault', message: 'no reason given' };
    return { state: 'failed', error: fault.message, errorType: fault.type, ...ended };
  }
  const progress = Number(textAt(info, 'progress') ?? Number.NaN);
  const message = textAt(info, 'description.message');
  return {
    state: 'running',
    ...(Number.isNaN(progress) ? {} : { progress }),
    ...(message ? { message } : {}),
  };
};

export const isRunning = (info: XmlNode): boolean =>
  ['queued', 'running'].includes(textAt(info, 'state') ?? '');
