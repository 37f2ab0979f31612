import type { LabAlarm } from '../../world/model.js';
import type { Site } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { moref, typed } from '../value.js';
import type { MoRef } from '../value.js';

/** An alarm with the number that its moid has. */
export interface NumberedAlarm {
  readonly moid: string;
  readonly alarm: LabAlarm;
}

/** Triggered alarms of a vCenter. An ESXi host by itself has none. */
export const alarmsOf = ({ kind, vcenter }: Site): NumberedAlarm[] =>
  kind === 'VirtualCenter'
    ? vcenter.alarms.map((alarm, index) => ({ moid: `alarm-${index + 1}`, alarm }))
    : [];

/** What an alarm is on: a host, cluster or VM by its name, else the root folder. */
function entityOf(site: Site, { on }: LabAlarm): MoRef {
  const host = site.hosts.find(({ name }) => name === on);
  if (host) return site.hostRef(host);
  const cluster = site.clusters.find(({ name }) => name === on);
  if (cluster) return moref('ClusterComputeResource', cluster.moid);
  const vm = site.vms.find(({ name }) => name === on);
  return vm ? moref('VirtualMachine', vm.moid) : moref('Folder', site.singletons.rootFolder);
}

/** `AlarmState[]`: what is triggered anywhere below the root folder. */
export const alarmStates = (site: Site): Record<string, unknown>[] =>
  alarmsOf(site).map(({ moid, alarm }) => {
    const entity = entityOf(site, alarm);
    return {
      key: `${moid}.${entity.value}`,
      entity,
      alarm: moref('Alarm', moid),
      overallStatus: alarm.status,
      time: alarm.since,
      acknowledged: false,
    };
  });

export const alarmType: ManagedType<NumberedAlarm> = {
  name: 'Alarm',
  properties: {
    value: () => [],
    availableField: () => [],
    info: ({ moid, alarm: { name, since } }, { site }) => ({
      name,
      systemName: name,
      description: '',
      enabled: true,
      expression: typed('OrAlarmExpression', { expression: [] }),
      key: moid,
      alarm: moref('Alarm', moid),
      entity: moref('Folder', site.singletons.rootFolder),
      lastModifiedTime: since,
      lastModifiedUser: '',
      creationEventId: 0,
    }),
  },
};
