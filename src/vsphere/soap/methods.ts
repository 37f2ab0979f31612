import { instant } from '../rest/schemas.js';
import type { TaskRef } from '../../ports/vsphere.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import type { Invocation, SoapClient, SoapSession } from './client.js';
import { bootEventIds, readBootEvents, type BootEvent } from './readers/boot-events.js';
import { element, ref, typed, value } from './write-xml.js';
import { child, refOf, requiredText, type MoRef } from './xml-node.js';

/** The server's clock, ISO 8601: attestation reports are judged by it, never by ours. */
export const currentTime = (session: SoapSession): Promise<string> => {
  const self: MoRef = { type: 'ServiceInstance', value: 'ServiceInstance' };
  return session.invoke({ self, method: 'CurrentTime' }, (response) => {
    const time = instant(child(response, 'returnval')?.text);
    if (!time) throw new AnswerRefused('returnval is no time');
    return time;
  });
};

/** Identity of the server, which no name or address changes. */
export const instanceUuid = (session: SoapSession): Promise<string> => {
  const self: MoRef = { type: 'ServiceInstance', value: 'ServiceInstance' };
  return session.invoke({ self, method: 'RetrieveServiceContent' }, (response) =>
    requiredText(response, 'returnval.about.instanceUuid', 'AboutInfo'),
  );
};

/** vCenter answers at most this many events; when it does, some may be missing. */
export const mostEvents = 1_000;

/**
 * Events about boots, of one object or of everything below it.
 *
 * @param since - ISO 8601
 */
export const queryBootEvents = async (
  session: SoapSession,
  entity: MoRef,
  recursion: 'self' | 'all',
  since: string,
): Promise<BootEvent[]> => {
  const self = session.content.eventManager;
  if (!self) return [];
  const filter = element('filter', [
    element('entity', [ref('entity', entity), value('recursion', recursion)]),
    element('time', [value('beginTime', since)]),
    ...bootEventIds.map((id) => value('eventTypeId', id)),
    value('maxCount', mostEvents),
  ]);
  return session.invoke({ self, method: 'QueryEvents', parameters: [filter] }, readBootEvents);
};

/** A ticket for one GET of one URL below this vCenter. */
export const acquireTicket = (
  soap: SoapClient,
  url: string,
  signal: AbortSignal | undefined,
): Promise<string> =>
  soap.use({ safe: true, signal }, (session) => {
    const spec = typed('spec', 'SessionManagerHttpServiceRequestSpec', [
      value('method', 'httpGet'),
      value('url', url),
    ]);
    const self = session.content.sessionManager;
    return session.invoke({ self, method: 'AcquireGenericServiceTicket', parameters: [spec] }, (response) =>
      requiredText(response, 'returnval.id', 'SessionManagerGenericServiceTicket'),
    );
  });

/** Starts a `…_Task` method, never twice; answers the task's reference. */
export const startTask = (
  soap: SoapClient,
  invocation: Invocation,
  signal: AbortSignal | undefined,
): Promise<TaskRef> =>
  soap.use({ safe: false, signal }, (session) =>
    session.invoke(invocation, (response): TaskRef => {
      const task = refOf(child(response, 'returnval'));
      if (task?.type !== 'Task') throw new AnswerRefused('returnval is no task');
      return { kind: 'vim', id: task.value };
    }),
  );

export const hostRef = (moid: string): MoRef => ({ type: 'HostSystem', value: moid });

/** No limit of its own: how long an evacuation may take is the caller's to decide. Powered-off VMs stay. */
export const enterMaintenance = (soap: SoapClient, moid: string, signal?: AbortSignal): Promise<TaskRef> =>
  startTask(
    soap,
    {
      self: hostRef(moid),
      method: 'EnterMaintenanceMode_Task',
      parameters: [
        value('timeout', 0),
        value('evacuatePoweredOffVms', false),
        element('maintenanceSpec', [value('purpose', 'hostUpgrade')]),
      ],
    },
    signal,
  );

export const exitMaintenance = (soap: SoapClient, moid: string, signal?: AbortSignal): Promise<TaskRef> =>
  startTask(
    soap,
    { self: hostRef(moid), method: 'ExitMaintenanceMode_Task', parameters: [value('timeout', 0)] },
    signal,
  );

/** Never forced: the host must be in maintenance mode. */
export const rebootHost = (soap: SoapClient, moid: string, signal?: AbortSignal): Promise<TaskRef> =>
  startTask(
    soap,
    { self: hostRef(moid), method: 'RebootHost_Task', parameters: [value('force', false)] },
    signal,
  );

/** With the connection data that vCenter already has. */
export const reconnectHost = (soap: SoapClient, moid: string, signal?: AbortSignal): Promise<TaskRef> =>
  startTask(soap, { self: hostRef(moid), method: 'ReconnectHost_Task' }, signal);
