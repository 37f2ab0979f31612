import { z } from 'zod';
import type { PendingUpdate as DomainPendingUpdate } from '../../../domain/model/inventory.js';
import type { VCenterVersion } from '../../../domain/model/version.js';
import { ErrorBody } from '../errors.js';
import { Instant, LocalizableMessage, Notifications } from '../schemas.js';

/** `GET /appliance/system/version`. */
export const SystemVersion = z.object({
  version: z.string(),
  build: z.string().default(''),
}) satisfies z.ZodType<VCenterVersion>;

/** `GET /appliance/update`; the failure reason hides in the task, or in one of its subtasks. */
export const UpdateInfo = z.object({
  state: z.string(),
  version: z.string().default(''),
  task: z
    .object({
      status: z.string().nullish(),
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
    version: z.string(),
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

export const Precheck = z.object({ issues: Notifications.nullish() });

export const BackupPart = z.object({
  id: z.string(),
  selected_by_default: z.boolean().nullish(),
  optional: z.boolean().nullish(),
});

/** JobStatus of `…/backup/job` and `…/backup/job/{id}`. */
export const BackupJob = z.object({
  id: z.string(),
  state: z.string(),
  progress: z.number().nullish(),
  messages: z.array(LocalizableMessage).nullish(),
  end_time: Instant,
});

/** `…/backup/job/details`: a map of task-like entries; what was said at the start is a comment or a description. */
export const BackupDetails = z.record(
  z.string(),
  z.object({
    status: z.string(),
    comment: z.string().nullish(),
    description: LocalizableMessage.nullish(),
    start_time: Instant,
    end_time: Instant,
  }),
);
export type BackupDetails = z.infer<typeof BackupDetails>;
