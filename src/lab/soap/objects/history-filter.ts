import type { LabEvent, LabTask } from '../../world/model.js';
import type { Arguments } from '../arguments.js';
import { required } from '../arguments.js';
import type { Site } from '../context.js';
import { objectNotFound } from '../faults.js';
import type { MoRef } from '../value.js';
import { entityOf } from './task-info.js';

const keyOf = ({ type, value }: MoRef): string => `${type}:${value}`;

/** Entities that `entity` with `recursion` means: itself, its hosts and VMs below it, or both. */
function entitiesOf(filter: Arguments, site: Site): ReadonlySet<string> {
  const entity = required(filter.ref('entity'), 'filter.entity.entity');
  const recursion = required(filter.text('recursion'), 'filter.entity.recursion');
  const cluster = site.cluster(entity.value);
  const host = site.host(entity.value);
  const isContainer = ['Folder', 'Datacenter', 'ComputeResource'].includes(entity.type);
  if (!cluster && !host && !site.vm(entity.value) && !isContainer) throw objectNotFound(entity);
  const below = (): string[] => {
    if (site.vm(entity.value)) return [];
    const hosts = host ? [] : site.hosts.filter((candidate) => !cluster || candidate.cluster === cluster);
    const vms = site.vms.filter((vm) => (host ? vm.host === host : hosts.includes(vm.host)));
    return [
      ...(cluster || host ? [] : site.clusters.map(({ moid }) => `ClusterComputeResource:${moid}`)),
      ...hosts.map((candidate) => keyOf(site.hostRef(candidate))),
      ...vms.map(({ moid }) => `VirtualMachine:${moid}`),
    ];
  };
  return new Set([
    ...(recursion === 'children' ? [] : [keyOf(entity)]),
    ...(recursion === 'self' ? [] : below()),
  ]);
}

/** Whether a time lies in `beginTime`…`endTime`. */
function inTime(filter: Arguments | undefined): (at: number | undefined) => boolean {
  const begin = filter?.time('beginTime') ?? Number.NEGATIVE_INFINITY;
  const end = filter?.time('endTime') ?? Number.POSITIVE_INFINITY;
  return (at) => !filter || (at !== undefined && at >= begin && at <= end);
}

/** Whether a user is one of `userName.userList`, or nobody with `systemUser`. */
function byUser(filter: Arguments | undefined): (user: string) => boolean {
  if (!filter) return () => true;
  const names = new Set(filter.texts('userList').map((name) => name.toLowerCase()));
  const isSystem = filter.flag('systemUser') ?? false;
  return (user) => (user === '' ? isSystem : names.has(user.toLowerCase()));
}

/** `TaskFilterSpec` */
export function taskFilter(filter: Arguments, site: Site): (task: LabTask) => boolean {
  const about = filter.object('entity');
  const entities = about && entitiesOf(about, site);
  const time = filter.object('time');
  const matchesTime = inTime(time);
  const timeType = time?.text('timeType') ?? 'queuedTime';
  const matchesUser = byUser(filter.object('userName'));
  const states = filter.texts('state');
  const chains = filter.texts('eventChainId');
  const at = (task: LabTask): number | undefined =>
    timeType === 'startedTime' ? task.startedAt : timeType === 'completedTime' ? task.endedAt : task.queuedAt;
  return (task) => {
    const entity = entityOf(task, site);
    return (
      (!entities || (entity !== undefined && entities.has(keyOf(entity)))) &&
      matchesTime(at(task)) &&
      matchesUser(task.user) &&
      (states.length === 0 || states.includes(task.state)) &&
      (chains.length === 0 || chains.includes(/\d+$/.exec(task.moid)?.[0] ?? ''))
    );
  };
}

/** `EventFilterSpec` without `maxCount`. */
export function eventFilter(filter: Arguments, site: Site): (event: LabEvent) => boolean {
  const about = filter.object('entity');
  const entities = about && entitiesOf(about, site);
  const matchesTime = inTime(filter.object('time'));
  const matchesUser = byUser(filter.object('userName'));
  const ids = new Set([
    ...filter.texts('eventTypeId').map((id) => id.replace(/^vim\.event\./, '')),
    ...filter.texts('type'),
  ]);
  return ({ host, at, user, typeId }) =>
    (!entities || (host !== undefined && entities.has(keyOf(site.hostRef(host))))) &&
    matchesTime(at) &&
    matchesUser(user) &&
    (ids.size === 0 || ids.has(typeId));
}
