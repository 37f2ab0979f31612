import { z } from 'zod';
import type * as domain from '../domain/model/waiver.js';
import { Instant, list, Reason } from './common.js';

/** A person takes the responsibility for blockers of one check, for a time. */
export const Waiver = z
  .object({
    id: z.string(),
    estate: z.string(),
    check: z.string(),
    subject: z.string().exactOptional().meta({ description: 'absent = every finding of the check' }),
    reason: z.string(),
    by: z.string(),
    createdAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'Waiver' }) satisfies z.ZodType<domain.Waiver>;
export type Waiver = z.infer<typeof Waiver>;

/** Body of `POST /v1/estates/{estate}/waivers`. Who waives comes from the login. */
export const WaiverBody = z
  .strictObject({
    check: z
      .string()
      .min(1)
      .max(200)
      .meta({ description: 'a waivable check of docs/reference/preflight.md' }),
    subject: z.string().trim().min(1).max(500).exactOptional().meta({
      description: 'subject of the finding, as preflight names it; absent = every finding of the check',
    }),
    reason: Reason,
    expiresAt: z.iso.datetime({ offset: true }).meta({ description: 'from then on it counts no more' }),
  })
  .meta({ id: 'WaiverBody' });
export type WaiverBody = z.infer<typeof WaiverBody>;

export const WaiverList = z.object({ items: list(Waiver) }).meta({ id: 'WaiverList' });
export type WaiverList = z.infer<typeof WaiverList>;
