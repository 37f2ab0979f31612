import type { HostRef } from '../../src/domain/model/inventory.js';
import type { TaskReading } from '../../src/ports/vsphere.js';
import type { SoapClient } from '../../src/vsphere/soap/client.js';
import {
  readObjects,
  type ObjectContent,
  type PropertyQuery,
} from '../../src/vsphere/soap/property-collector.js';
import { readVimTasks } from '../../src/vsphere/soap/tasks.js';
import { element, ref, typed, value, type Markup } from '../../src/vsphere/soap/write-xml.js';
import { child, refOf, refsOf, type MoRef, type XmlNode } from '../../src/vsphere/soap/xml-node.js';
import { eventually } from './eventually.js';

/** vim25 methods that the product does not use, through its own client. */
export const invoke = (
  soap: SoapClient,
  self: MoRef,
  method: string,
  parameters: readonly Markup[] = [],
): Promise<XmlNode> =>
  soap.use({ safe: true }, (session) => session.invoke({ self, method, parameters }, asItCame));

const asItCame = (response: XmlNode): XmlNode => response;

/** Objects of one query, as they came. */
export const readProperties = (soap: SoapClient, query: PropertyQuery): Promise<readonly ObjectContent[]> =>
  readObjects(soap, query, (objects) => objects);

/** Starts a `…_Task` method; answers the task's moid. */
export const startTask = async (
  soap: SoapClient,
  self: MoRef,
  method: string,
  parameters: readonly Markup[] = [],
): Promise<string> => {
  const task = refOf(child(await invoke(soap, self, method, parameters), 'returnval'));
  if (!task) throw new Error(`${method} answered without a task`);
  return task.value;
};

/** How a task ended. */
export const taskEnd = (soap: SoapClient, id: string): Promise<TaskReading> =>
  eventually(
    `the end of ${id}`,
    async () => {
      const reading = (await readVimTasks(soap, [id])).get(id);
      return reading?.state !== 'running' && reading;
    },
    20_000,
  );

export const runTask = async (...call: Parameters<typeof startTask>): Promise<TaskReading> =>
  taskEnd(call[0], await startTask(...call));

/** One property of one object, as it came. */
export const property = async (
  soap: SoapClient,
  object: MoRef,
  path: string,
): Promise<XmlNode | undefined> => {
  const [found] = await readProperties(soap, { objects: [object], properties: { [object.type]: [path] } });
  return found?.properties.get(path);
};

/** All objects of a type below the root folder, through a container view. */
export const inContainerView = (soap: SoapClient, type: string): Promise<MoRef[]> =>
  soap.use({ safe: true }, async (session) => {
    const manager: MoRef = { type: 'ViewManager', value: 'ViewManager' };
    const parameters = [
      ref('container', session.content.rootFolder),
      value('type', type),
      value('recursive', true),
    ];
    const made = await session.invoke({ self: manager, method: 'CreateContainerView', parameters }, asItCame);
    const view = refOf(child(made, 'returnval'));
    if (!view) throw new Error('CreateContainerView answered without a view');
    const listed = await property(soap, view, 'view');
    await session.invoke({ self: view, method: 'DestroyView' }, asItCame);
    return refsOf(listed);
  });

export const hostRefs = async (soap: SoapClient): Promise<HostRef[]> => {
  const hosts = await inContainerView(soap, 'HostSystem');
  const read = await readProperties(soap, { objects: hosts, properties: { HostSystem: ['name'] } });
  return read
    .map(({ ref, properties }) => ({
      vcenter: 'vcsim',
      moid: ref.value,
      name: properties.get('name')?.text ?? '',
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
};

export const hostOf = ({ moid }: HostRef): MoRef => ({ type: 'HostSystem', value: moid });

/** A simple value where the schema leaves the type open. */
export const anyValue = (name: string, type: string, text: string): Markup => {
  if (/[&<>]/.test(text)) throw new Error(`not written for ${text}`);
  return typed(name, type, [text as Markup]);
};

/** Puts an event about a host into vCenter's history, as the host's agent would. */
export const postEvent = (soap: SoapClient, host: HostRef, eventTypeId: string): Promise<XmlNode> => {
  const now = new Date().toISOString();
  const about = [value('name', host.name), ref('host', hostOf(host))];
  const event = typed('eventToPost', 'EventEx', [
    value('key', 0),
    value('chainId', 0),
    value('createdTime', now),
    value('userName', ''),
    element('host', about),
    value('eventTypeId', eventTypeId),
    // Without these two vcsim's handler panics.
    value('objectId', host.moid),
    value('objectType', 'HostSystem'),
  ]);
  return invoke(soap, { type: 'EventManager', value: 'EventManager' }, 'PostEvent', [event]);
};
