import { z } from 'zod';
import type { LabClock } from '../../../world/api.js';
import type { LabVCenter } from '../../../world/model.js';
import { invalidArgument, notFound, restError } from '../../errors.js';
import { created, ok, route } from '../../types.js';
import type { Call } from '../../types.js';
import { message } from '../../wire-values.js';

type Backup = LabVCenter['backups'] extends Map<string, infer B> ? B : never;

const base = '/api/appliance/recovery/backup';
const parts = [
  { id: 'common', text: 'Inventory and configuration', optional: false },
  { id: 'seat', text: 'Stats, Events, and Tasks', optional: true },
];

const Job = z.strictObject({
  parts: z.array(z.string()),
  backup_password: z.string().optional(),
  location_type: z.enum(['FTP', 'HTTP', 'FTPS', 'HTTPS', 'SCP', 'SFTP', 'NFS', 'SMB']),
  location: z.string().min(1),
  location_user: z.string().optional(),
  location_password: z.string().optional(),
  comment: z.string().optional(),
  fast_backup: z.boolean().optional(),
});

/** 8 to 20 characters with mixed classes (section 9.4). */
function checkJob({ parts: wanted, backup_password }: z.output<typeof Job>): void {
  const unknown = wanted.find((part) => !parts.some(({ id }) => id === part));
  if (unknown !== undefined) throw invalidArgument(`Field 'parts': there is no part '${unknown}'.`);
  const isGood =
    backup_password === undefined ||
    (/^.{8,20}$/.test(backup_password) &&
      [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].every((kind) => kind.test(backup_password)));
  if (!isGood)
    throw invalidArgument(
      "Field 'backup_password': 8 to 20 characters with letters of both cases, digit and sign.",
    );
}

const messagesOf = ({ reason }: Backup) =>
  reason === undefined ? [] : [message('com.vmware.applmgmt.err_backup_no_space', reason)];

const jobStatus = (backup: Backup, clock: LabClock) => ({
  id: backup.id,
  state: backup.state,
  messages: messagesOf(backup),
  progress: backup.progress,
  start_time: clock.iso(backup.startedAt),
  ...(backup.endedAt === undefined ? {} : { end_time: clock.iso(backup.endedAt) }),
});

const taskStatus = { INPROGRESS: 'RUNNING', SUCCEEDED: 'SUCCEEDED', FAILED: 'FAILED' } as const;

/** What a backup of the lab weighs, in bytes. */
const wholeBytes = 512 * 1024 * 1024;

const jobDetails = (backup: Backup, { clock }: Call['world'], { build, version }: LabVCenter) => ({
  description: message('com.vmware.appliance.backup', backup.comment),
  service: 'com.vmware.appliance.recovery.backup.job',
  operation: 'create',
  cancelable: false,
  location: backup.location,
  location_user: '',
  type: 'MANUAL',
  messages: messagesOf(backup),
  build: { version_name: version, version, build_number: build },
  size: Math.round((wholeBytes * backup.progress) / 100),
  status: taskStatus[backup.state],
  progress: {
    total: 100,
    completed: backup.progress,
    message: message('com.vmware.appliance.backup.progress', ''),
  },
  start_time: clock.iso(backup.startedAt),
  duration: Math.round(((backup.endedAt ?? clock.now()) - backup.startedAt) / 1_000),
  ...(backup.endedAt === undefined ? {} : { end_time: clock.iso(backup.endedAt) }),
});

function backupOf({ vcenter, variable }: Call): Backup {
  const backup = vcenter.backups.get(variable('id'));
  if (backup === undefined) throw notFound('backup job', variable('id'));
  return backup;
}

/** Section 9.4. A backup of vCenter holds no Trust Authority configuration: that lies on the hosts. */
export const backupRoutes = [
  route({
    method: 'GET',
    path: `${base}/parts`,
    answer: () =>
      ok(
        parts.map(({ id, text, optional }) => ({
          id,
          name: message(`com.vmware.applmgmt.backup.parts.${id}`, text),
          description: message(`com.vmware.applmgmt.backup.parts.${id}.description`, text),
          selected_by_default: true,
          optional,
        })),
      ),
  }),
  route({
    method: 'POST',
    path: base,
    action: 'validate',
    body: Job,
    answer({ body }) {
      checkJob(body);
      return ok({ status: 'OK', messages: [] });
    },
  }),
  route({
    method: 'POST',
    path: `${base}/job`,
    body: Job,
    answer({ world, vcenter, session, body }) {
      checkJob(body);
      const id = world.startBackup(vcenter, session, body.comment ?? '', body.location);
      const backup = vcenter.backups.get(id);
      if (backup === undefined) throw restError('ERROR', 'The backup could not be started.');
      // An object, not the bare ID.
      return created(jobStatus(backup, world.clock));
    },
  }),
  route({
    method: 'GET',
    path: `${base}/job`,
    answer: ({ vcenter }) => ok([...vcenter.backups.keys()]),
  }),
  route({
    method: 'GET',
    path: `${base}/job/details`,
    query: ['jobs'],
    answer: ({ vcenter, world, query }) =>
      ok(
        Object.fromEntries(
          [...vcenter.backups.values()]
            .filter(({ id }) => query.passes('jobs', id))
            .map((backup) => [backup.id, jobDetails(backup, world, vcenter)]),
        ),
      ),
  }),
  route({
    method: 'GET',
    path: `${base}/job/{id}`,
    answer: (call) => ok(jobStatus(backupOf(call), call.world.clock)),
  }),
  route({
    method: 'POST',
    path: `${base}/job/{id}`,
    action: 'cancel',
    answer(call) {
      const text =
        backupOf(call).state === 'INPROGRESS' ? 'The backup cannot be cancelled.' : 'The backup has ended.';
      return ok({ status: 'FAIL', messages: [message('com.vmware.appliance.backup.cancel', text)] });
    },
  }),
  route({ method: 'GET', path: `${base}/schedules`, answer: () => ok({}) }),
  route({
    method: 'GET',
    path: '/api/appliance/recovery/reconciliation/job',
    answer: () => {
      throw restError('NOT_FOUND', 'There is no reconciliation job.');
    },
  }),
];
