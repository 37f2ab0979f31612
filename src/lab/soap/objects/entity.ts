import type { Site } from '../context.js';
import type { LabTask } from '../../world/model.js';
import { moref } from '../value.js';
import type { MoRef } from '../value.js';

/** Completed tasks stay among the recent ones for this long (vim-and-vcsim.md 2.7), lab milliseconds. */
const RECENT_MS = 10 * 60_000;
/** A vCenter lists at most this many. */
const MOST_RECENT = 200;

export const taskRef = ({ moid }: LabTask): MoRef => moref('Task', moid);

/** Running and lately ended tasks, of one entity or of all. */
export function recentTasks({ tasks, world }: Site, entity?: string): MoRef[] {
  const since = world.clock.now() - RECENT_MS;
  return tasks
    .filter((task) => entity === undefined || task.entity?.moid === entity)
    .filter(({ endedAt }) => endedAt === undefined || endedAt >= since)
    .slice(-MOST_RECENT)
    .map(taskRef);
}

/** Properties of every managed entity that mean little here, with the values of a healthy one. */
export const entityDefaults = {
  customValue: () => [],
  configIssue: () => [],
  configStatus: () => 'green',
  overallStatus: () => 'green',
  effectiveRole: () => [-1],
  permission: () => [],
  disabledMethod: () => [],
  recentTask: () => [],
  declaredAlarmState: () => [],
  triggeredAlarmState: () => [],
  alarmActionsEnabled: () => true,
  tag: () => [],
  value: () => [],
  availableField: () => [],
} as const;
