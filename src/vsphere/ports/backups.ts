import type { SecretsPort } from '../../ports/secrets.js';
import type { AppliancePort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import type { BackupTarget } from '../options.js';
import {
  listBackupDetails,
  listBackupParts,
  readBackupJob,
  startBackupJob,
} from '../rest/appliance/endpoints.js';
import type { BackupDetails } from '../rest/appliance/schemas.js';
import { textOf } from '../rest/schemas.js';

type Listed = Awaited<ReturnType<AppliancePort['listBackups']>>[number];

/** The list speaks of task states, the job of its own: one set of words for both. */
const jobState = (status: string): string =>
  ['PENDING', 'RUNNING', 'BLOCKED', 'INPROGRESS', 'NONE'].includes(status) ? 'INPROGRESS' : status;

const commentOf = (said: Pick<BackupDetails[string], 'comment' | 'description'>): { comment?: string } => {
  const comment = said.comment ?? (said.description ? textOf(said.description) : '');
  return comment ? { comment } : {};
};

/** Jobs as the port lists them, newest first. */
export const listOf = (details: BackupDetails): Listed[] =>
  Object.entries(details)
    .map(([id, { status, start_time, end_time, ...said }]): Listed => ({
      id,
      state: jobState(status),
      startedAt: start_time ?? '',
      ...commentOf(said),
      ...(end_time ? { endedAt: end_time } : {}),
    }))
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));

/** Secrets of a backup request; resolved when the backup starts. */
const credentialFields = async (target: BackupTarget, secrets: SecretsPort) => {
  const login = target.credential === undefined ? undefined : await secrets.resolve(target.credential);
  const encryption =
    target.encryptionCredential === undefined
      ? undefined
      : await secrets.resolve(target.encryptionCredential);
  return {
    ...(login ? { location_user: login.username, location_password: login.password } : {}),
    ...(encryption ? { backup_password: encryption.password } : {}),
  };
};

export const createBackups = (
  connections: Connections,
  secrets: SecretsPort,
  target: BackupTarget | undefined,
): Pick<AppliancePort, 'startBackup' | 'readBackup' | 'listBackups'> => ({
  startBackup: async (vcenter, comment, { signal } = {}) => {
    const { rest } = connections.to(vcenter);
    if (!target) {
      throw rest.fail('no backup location is configured for this worker', {
        kind: 'invalid',
        operation: 'POST /api/appliance/recovery/backup/job',
      });
    }
    const parts = await listBackupParts(rest, signal);
    const { id } = await startBackupJob(
      rest,
      {
        parts: parts.filter((part) => part.selected_by_default || !part.optional).map((part) => part.id),
        location_type: target.locationType,
        location: target.location,
        comment,
        ...(await credentialFields(target, secrets)),
      },
      signal,
    );
    return id;
  },

  readBackup: async (vcenter, job, { signal } = {}) => {
    const { state, progress, messages, end_time } = await readBackupJob(
      connections.to(vcenter).rest,
      job,
      signal,
    );
    const word = jobState(state);
    const error = (messages ?? []).map(textOf).join('; ');
    return {
      state: word === 'SUCCEEDED' ? 'succeeded' : word === 'INPROGRESS' ? 'running' : 'failed',
      progress: progress ?? 0,
      ...(end_time ? { endedAt: end_time } : {}),
      ...(word !== 'SUCCEEDED' && word !== 'INPROGRESS' ? { error: error || `state ${state}` } : {}),
    };
  },

  listBackups: async (vcenter, { signal } = {}) =>
    listOf(await listBackupDetails(connections.to(vcenter).rest, signal)),
});
