import { z } from 'zod';
import { Instant, list, pageOf } from './common.js';

/** Answer of `GET /livez`: this process answers. */
export const Live = z.object({ status: z.literal('live') }).meta({ id: 'Live' });

/** Answer of `GET /readyz`; 503 with the same body when something is missing. */
export const Ready = z
  .object({
    status: z.enum(['ready', 'not-ready']),
    missing: list(z.string()).meta({ description: 'what keeps the service from working' }),
  })
  .meta({ id: 'Ready' });

/** Answer of `GET /v1/health`. */
export const ServiceHealth = z
  .object({
    status: z.enum(['ok', 'degraded']),
    problems: list(z.string()),
    temporal: z.object({
      reachable: z.boolean(),
      serverVersion: z.string().exactOptional(),
      problem: z.string().exactOptional(),
    }),
    queues: list(z.object({ name: z.string(), pollers: z.number().int() })),
    records: z.object({ writable: z.boolean() }),
    versions: z.object({ service: z.string(), node: z.string() }),
  })
  .meta({ id: 'ServiceHealth' });
export type ServiceHealth = z.infer<typeof ServiceHealth>;

export const Role = z.enum(['viewer', 'operator', 'approver']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/** Answer of `GET /v1/me`. */
export const Me = z.object({ name: z.string(), roles: list(Role) }).meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** One line of the audit trail: what was asked, and below its ID what came of it. */
export const AuditEntry = z
  .object({
    id: z.string(),
    at: Instant,
    who: z.string(),
    what: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditPage = pageOf('AuditPage', AuditEntry);
export type AuditPage = z.infer<typeof AuditPage>;
