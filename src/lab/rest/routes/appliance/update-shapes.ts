import type { LabClock } from '../../../world/api.js';
import type { LabUpdate, LabVCenter } from '../../../world/model.js';
import { message } from '../../wire-values.js';

const id = 'com.vmware.appliance.update';

/** `Notifications` of section 8.4; a kind without entries is left out. */
export function notifications(clock: LabClock, found: { errors: string[]; warnings: string[] }) {
  const list = (type: string, texts: readonly string[]) =>
    texts.map((text) => ({
      id: `${id}.${type}`,
      time: clock.iso(),
      message: message(`${id}.${type}`, text),
    }));
  return {
    ...(found.errors.length === 0 ? {} : { errors: list('error', found.errors) }),
    ...(found.warnings.length === 0 ? {} : { warnings: list('warning', found.warnings) }),
  };
}

/** `Summary` of section 9.1 without `version`; the size is in megabytes. */
export const updateSummary = (update: LabUpdate, clock: LabClock) => ({
  name: update.name,
  description: message(`${id}.description`, update.name),
  priority: 'HIGH',
  severity: 'CRITICAL',
  update_type: 'UPDATE',
  release_date: clock.iso(),
  reboot_required: update.rebootRequired,
  size: update.sizeMB,
});

/** `UpdateInfo`: the task is there while something goes on and after it has failed. */
export function updateInfo({ update, version }: LabVCenter, clock: LabClock): Record<string, unknown> {
  const isWorking = update.state === 'STAGE_IN_PROGRESS' || update.state === 'INSTALL_IN_PROGRESS';
  const hasFailed = update.state === 'INSTALL_FAILED';
  return {
    state: update.state,
    version: isWorking || hasFailed ? (update.working ?? version) : version,
    latest_query_time: clock.iso(),
    ...(isWorking || hasFailed ? { task: taskInfo(update, clock) } : {}),
  };
}

function taskInfo(update: LabVCenter['update'], clock: LabClock): Record<string, unknown> {
  const hasFailed = update.state === 'INSTALL_FAILED';
  const verb = update.state === 'STAGE_IN_PROGRESS' ? 'stage' : 'install';
  const text = update.error ?? 'The installation failed.';
  return {
    description: message(`${id}.${verb}`, `${verb} ${update.working ?? ''}`),
    service: 'com.vmware.appliance.update',
    operation: verb,
    status: hasFailed ? 'FAILED' : 'RUNNING',
    cancelable: false,
    progress: {
      total: 100,
      completed: update.progress,
      message: message(`${id}.progress`, `${update.progress} %`),
    },
    start_time: clock.iso(update.startedAt ?? clock.now()),
    ...(hasFailed
      ? { end_time: clock.iso(), error: { error_type: 'ERROR', messages: [message(`${id}.failed`, text)] } }
      : {}),
    subtask_order: [],
    subtasks: {},
  };
}
