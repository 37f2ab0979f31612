import { z } from 'zod';
import type { PendingUpdate as DomainPendingUpdate } from '../../../domain/model/inventory.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { isNotFound } from '../tasks.js';
import {
  BackupDetails,
  BackupJob,
  BackupPart,
  PendingUpdate,
  Precheck,
  StagedUpdate,
  SystemVersion,
  UpdateInfo,
} from './schemas.js';

type Signal = AbortSignal | undefined;

/** The appliance's pre-check contacts much of the system before it answers. */
const precheckTimeoutMs = 15 * 60_000;

export const readSystemVersion = (rest: RestClient, signal: Signal) =>
  rest.call({ method: 'GET', path: '/appliance/system/version', schema: SystemVersion, signal });

export const readUpdateInfo = (rest: RestClient, signal: Signal) =>
  rest.call({ method: 'GET', path: '/appliance/update', schema: UpdateInfo, signal });

export const readSystemHealth = (rest: RestClient, signal: Signal) =>
  rest.call({ method: 'GET', path: '/appliance/health/system', schema: z.string(), signal });

/** Updates of one source; 404 is how the appliance says that it knows of none. */
export const listPending = async (
  rest: RestClient,
  source: 'LAST_CHECK' | 'LOCAL',
  signal: Signal,
): Promise<DomainPendingUpdate[]> => {
  try {
    return await rest.call({
      method: 'GET',
      path: '/appliance/update/pending',
      query: { source_type: source },
      schema: z.array(PendingUpdate),
      signal,
    });
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
};

export const readStaged = (rest: RestClient, signal: Signal) =>
  rest.call({ method: 'GET', path: '/appliance/update/staged', schema: StagedUpdate, signal });

const pending = (version: string) => pathOf`/appliance/update/pending/${version}`;

/** Reads only, though it is a POST. */
export const runPrecheck = (rest: RestClient, version: string, signal: Signal) =>
  rest.call({
    method: 'POST',
    path: pending(version),
    query: { action: 'precheck' },
    safe: true,
    timeoutMs: precheckTimeoutMs,
    schema: Precheck,
    signal,
  });

export const startStage = (rest: RestClient, version: string, signal: Signal) =>
  rest.send({ method: 'POST', path: pending(version), query: { action: 'stage' }, signal });

export const startInstall = (
  rest: RestClient,
  version: string,
  userData: Readonly<Record<string, string>>,
  signal: Signal,
) =>
  rest.send({
    method: 'POST',
    path: pending(version),
    query: { action: 'install' },
    body: { user_data: userData },
    signal,
  });

const backup = '/appliance/recovery/backup';

export const listBackupParts = (rest: RestClient, signal: Signal) =>
  rest.call({ method: 'GET', path: `${backup}/parts`, schema: z.array(BackupPart), signal });

export const startBackupJob = (rest: RestClient, body: unknown, signal: Signal) =>
  rest.call({ method: 'POST', path: `${backup}/job`, body, schema: BackupJob, signal });

export const readBackupJob = (rest: RestClient, job: string, signal: Signal) =>
  rest.call({
    method: 'GET',
    path: pathOf`/appliance/recovery/backup/job/${job}`,
    schema: BackupJob,
    signal,
  });

export const listBackupDetails = (rest: RestClient, signal: Signal) =>
  rest.call({ method: 'GET', path: `${backup}/job/details`, schema: BackupDetails, signal });
