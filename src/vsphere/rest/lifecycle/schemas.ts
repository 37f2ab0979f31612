import { z } from 'zod';
import { Id, Instant, Notifications } from '../schemas.js';

export const Enablement = z.object({ enabled: z.boolean() });

export const SoftwareInfo = z.object({ base_image: z.object({ version: z.string().min(1) }) });

export const ApplyImpact = z.object({ commit: z.string().nullish() });

/** Of `software/compliance`: which commit it judged, and which image that commit wants. */
export const Compliance = z.object({
  commit: z.string().nullish(),
  hosts: z
    .record(
      z.string(),
      z.object({
        base_image: z.object({ target: z.object({ version: z.string().nullish() }).nullish() }).nullish(),
      }),
    )
    .nullish(),
});

/** Effective policy. What every release has is required; the power action came with 7.0.2. */
export const EffectivePolicy = z.object({
  enable_quick_boot: z.boolean(),
  pre_remediation_power_action: z.string().nullish(),
  disable_dpm: z.boolean(),
  disable_hac: z.boolean(),
  parallel_remediation_action: z.object({ enabled: z.boolean().nullish() }).nullish(),
});

export const RawPolicy = z.record(z.string(), z.unknown()).nullish();

export const DraftId = Id;
export const Drafts = z.record(
  Id,
  z.object({ metadata: z.object({ owner: z.string().nullish() }).nullish() }),
);
export const SessionInfo = z.object({ user: z.string().min(1) });

export const DepotImages = z.array(
  z.object({ version: z.string().min(1), display_version: z.string().nullish(), release_date: Instant }),
);

const ApplyStatus = z.object({
  status: z.string().nullish(),
  start_time: Instant,
  notifications: Notifications.nullish(),
});

export const ApplyResult = z.object({
  commit: z.string().default(''),
  status: ApplyStatus.nullish(),
  host_info: z.record(z.string(), z.unknown()).nullish(),
  host_status: z.record(z.string(), ApplyStatus).nullish(),
  successful_hosts: z.array(z.string()).nullish(),
  failed_hosts: z.array(z.string()).nullish(),
  skipped_hosts: z.array(z.string()).nullish(),
  notifications: Notifications.nullish(),
});
export type ApplyResult = z.infer<typeof ApplyResult>;
