import { z } from 'zod';
import type { WaitingOn as DomainWaitingOn } from '../domain/model/waiting.js';
import { Instant, list } from './common.js';

export const WaitingKind = z
  .enum([
    'gate',
    'operator-decision',
    'paused',
    'operator-upgrade',
    'ta-host-unavailable',
    'ta-service-unhealthy',
    'base-image-missing',
    'base-image-inconsistent',
    'trusted-host-unattested',
    'host-unreadable',
    'host-not-connected',
    'host-differs-from-plan',
    'host-in-maintenance',
    'another-host-in-progress',
    'failure-budget',
    'vcenter-away',
    'backup',
    'staging',
    'installing',
    'evacuation',
    'remediation',
    'boot',
    'attestation',
    'image-import',
    'image-removal',
    'foreign-activity',
  ])
  .meta({ id: 'WaitingKind' });

/** The typed answer to "why not now". */
export const WaitingOn = z
  .object({
    kind: WaitingKind,
    subject: z.string(),
    since: Instant,
    have: z.string(),
    need: z.string(),
    rule: z.string(),
    normalUpToSeconds: z.number().exactOptional(),
    youMay: list(z.object({ who: z.string(), what: z.string() })),
  })
  .meta({ id: 'WaitingOn' }) satisfies z.ZodType<DomainWaitingOn>;
export type WaitingOn = z.infer<typeof WaitingOn>;
