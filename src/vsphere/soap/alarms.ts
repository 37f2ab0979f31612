import type { TriggeredAlarm } from '../../domain/model/readiness.js';
import type { SoapClient } from './client.js';
import { requiredProperty, retrieve } from './property-collector.js';
import { at, childrenOf, refOf, textAt, type MoRef } from './xml-node.js';

const named = ['name'];
const properties = {
  Alarm: ['info'],
  HostSystem: named,
  ClusterComputeResource: named,
  VirtualMachine: named,
  Datacenter: named,
  Folder: named,
};

/** Alarms that are triggered anywhere in a vCenter, with the names of what they are on. */
export const readAlarms = (
  soap: SoapClient,
  signal: AbortSignal | undefined,
): Promise<readonly TriggeredAlarm[]> =>
  soap.use({ safe: true, signal }, async (session) => {
    const root = session.content.rootFolder;
    const [folder] = await retrieve(
      session,
      { objects: [root], properties: { Folder: ['triggeredAlarmState'] } },
      soap.fail,
    );
    if (!folder) return [];
    const states = requiredProperty(folder, 'triggeredAlarmState').children;
    const refs = states.flatMap((state) => [refOf(at(state, 'alarm')), refOf(at(state, 'entity'))]);
    const known = Object.keys(properties);
    const objects = new Map(
      refs.flatMap((ref): [string, MoRef][] => (ref && known.includes(ref.type) ? [[ref.value, ref]] : [])),
    );
    if (objects.size === 0) return [];
    const found = await retrieve(session, { objects: [...objects.values()], properties }, soap.fail);
    const nameOf = new Map(
      found.map(({ ref, properties: read }) => {
        const info = read.get('info');
        const name = textAt(info, 'systemName') ?? textAt(info, 'name') ?? read.get('name')?.text;
        return [ref.value, name ?? ref.value];
      }),
    );
    return states.map((state): TriggeredAlarm => {
      const alarm = refOf(at(state, 'alarm'))?.value ?? '';
      const entity = refOf(at(state, 'entity'))?.value ?? '';
      return {
        name: nameOf.get(alarm) ?? alarm,
        on: nameOf.get(entity) ?? entity,
        status: childrenOf(state, 'overallStatus')[0]?.text ?? '',
      };
    });
  });
