import type { VCenterRef } from '../../domain/model/estate.js';
import type { PendingUpdate } from '../../domain/model/inventory.js';
import type { SecretsPort } from '../../ports/secrets.js';
import type { AppliancePort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import type { BackupTarget } from '../options.js';
import {
  listBackupDetails,
  listPending,
  readStaged,
  readSystemHealth,
  readSystemVersion,
  readUpdateInfo,
  runPrecheck,
  startInstall,
  startStage,
} from '../rest/appliance/endpoints.js';
import type { UpdateInfo } from '../rest/appliance/schemas.js';
import type { RestClient } from '../rest/client.js';
import { messageOf } from '../rest/errors.js';
import { notificationTexts } from '../rest/schemas.js';
import { readLicensed } from '../soap/licenses.js';
import { createBackups, listOf } from './backups.js';
import { ifReadable } from './readable.js';

/** What the last check found online, else what is on an attached image. */
const pendingOf = async (rest: RestClient, signal: AbortSignal | undefined): Promise<PendingUpdate[]> => {
  const online = await ifReadable(listPending(rest, 'LAST_CHECK', signal), ['not-found', 'state']);
  if (online && online.length > 0) return online;
  return (await ifReadable(listPending(rest, 'LOCAL', signal), ['not-found', 'state'])) ?? [];
};

/** Why the update engine failed: its task says so, or one of its subtasks. */
const updateError = ({ state, task }: UpdateInfo): string | undefined => {
  if (state !== 'INSTALL_FAILED' && task?.status !== 'FAILED') return undefined;
  if (typeof task?.error === 'string') return task.error;
  if (task?.error) return messageOf(task.error);
  const errors = Object.values(task?.subtasks ?? {}).flatMap(({ result }) =>
    notificationTexts(result?.errors),
  );
  return errors.join('; ') || 'the update failed without giving a reason';
};

export const createAppliancePort = (
  connections: Connections,
  secrets: SecretsPort,
  target: BackupTarget | undefined,
): AppliancePort => ({
  ...createBackups(connections, secrets, target),

  readVersion: (vcenter, { signal } = {}) => readSystemVersion(connections.to(vcenter).rest, signal),

  readVCenter: async (vcenter, { signal } = {}) => {
    const { rest, soap } = connections.to(vcenter);
    const [current, update, pending, health, backups, licensed] = await Promise.all([
      readSystemVersion(rest, signal),
      readUpdateInfo(rest, signal),
      pendingOf(rest, signal),
      ifReadable(readSystemHealth(rest, signal)),
      ifReadable(listBackupDetails(rest, signal)),
      ifReadable(readLicensed(soap, signal)),
    ]);
    const lastBackupAt = listOf(backups ?? {}).find(({ state }) => state === 'SUCCEEDED')?.endedAt;
    return {
      name: vcenter.name,
      zone: vcenter.zone,
      current,
      updateState: update.state,
      pending,
      // `gray` is the appliance's own word for "not known".
      health: health ?? 'gray',
      ...(licensed === undefined ? {} : { licensed }),
      ...(lastBackupAt ? { lastBackupAt } : {}),
    };
  },

  readUpdate: async (vcenter, { signal } = {}) => {
    const { rest } = connections.to(vcenter);
    // In this order: a staging that ends between the two looks is in the second.
    const update = await readUpdateInfo(rest, signal);
    // "Nothing staged" is an error on the wire.
    const staged = await ifReadable(readStaged(rest, signal), ['not-found', 'invalid', 'state']);
    const error = updateError(update);
    const { operation, start_time: startedAt } = update.task ?? {};
    const isInstall = /install/i.test(operation ?? '');
    return {
      state: update.state,
      version: update.version,
      ...(staged?.version && staged.staging_complete ? { staged: staged.version } : {}),
      ...(isInstall ? { install: startedAt ? { startedAt } : {} } : {}),
      ...(error ? { error } : {}),
    };
  },

  precheck: async (vcenter, version, { signal } = {}) => {
    const { issues } = await runPrecheck(connections.to(vcenter).rest, version, signal);
    return { errors: notificationTexts(issues?.errors), warnings: notificationTexts(issues?.warnings) };
  },

  stage: (vcenter, version, { signal } = {}) => startStage(connections.to(vcenter).rest, version, signal),

  install: async (vcenter: VCenterRef, version, { signal } = {}) => {
    // The appliance asks for the SSO administrator's password by this name, always (wire contract 9.1).
    const { password } = await secrets.resolve(vcenter.credential);
    await startInstall(connections.to(vcenter).rest, version, { 'vmdir.password': password }, signal);
  },
});
