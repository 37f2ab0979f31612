import { z } from 'zod';
import type { PendingUpdate as DomainPendingUpdate } from '../../../domain/model/inventory.js';
import type { VCenterVersion } from '../../../domain/model/version.js';
import { ErrorBody } from '../errors.js';
import { Id, Instant, LocalizableMessage, Notifications } from '../schemas.js';

/** `GET /appliance/system/version`. */
export const SystemVersion = z.object({
  version: z.string().min(1),
  build: z.string().min(1),
}) satisfies z.ZodType<VCenterVersion>;

/** `GET /appliance/update`; the failure reason hides in the task, or in one of its subtasks. */
export const UpdateInfo = z.object({
  state: z.string().min(1),
  version: z.string().min(1),
  task: z
    .object({
      operation: z.string().nullish(),
      status: z.string().nullish(),
      start_time: Instant,
      error: z.union([ErrorBody, z.string()]).nullish(),
      subtasks: z
        .record(z.string(), z.object({ result: Notifications.nullish().catch(null) }))
        .nullish()
        .catch(null),
    })
    .nullish(),
});
export type UpdateInfo = z.infer<typeof UpdateInfo>;

/** One entry of `GET /appliance/update/pending`. */
export const PendingUpdate = z
  .object({
    version: Id,
    name: z.string().nullish(),
    update_type: z.string().nullish(),
    reboot_required: z.boolean().nullish(),
  })
  .transform((wire): DomainPendingUpdate => ({
    version: wire.version,
    name: wire.name ?? wire.version,
    type: wire.update_type ?? '',
    // Not said = assume the longer outage.
    rebootRequired: wire.reboot_required ?? true,
  }));

export const StagedUpdate = z.object({
  version: z.string().nullish(),
  staging_complete: z.boolean().nullish(),
});

/** Issues are left out when there are none; the time of the check tells that there was one. */
export const Precheck = z.object({ check_time: z.string().min(1), issues: Notifications.nullish() });

/** Not said is not "leave it out": a backup without a part restores nothing. */
export const BackupPart = z.object({
  id: z.string().min(1),
  selected_by_default: z.boolean(),
  optional: z.boolean(),
});

/** JobStatus of `…/backup/job` and `…/backup/job/{id}`. */
export const BackupJob = z.object({
  id: Id,
  state: z.string().min(1),
  progress: z.number().nullish(),
  messages: z.array(LocalizableMessage).nullish(),
  end_time: Instant,
});

/** `…/backup/job/details`: a map of task-like entries; what was said at the start is a comment or a description. */
export const BackupDetails = z.record(
  Id,
  z.object({
    status: z.string().min(1),
    comment: z.string().nullish(),
    description: LocalizableMessage.nullish(),
    start_time: Instant,
    end_time: Instant,
  }),
);
export type BackupDetails = z.infer<typeof BackupDetails>;
