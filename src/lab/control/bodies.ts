import { z } from 'zod';

/** Body of `POST /lab/traps`. */
export const TrapBody = z.strictObject({
  operation: z.string().min(1),
  target: z.string().min(1).optional(),
  host: z.string().min(1).optional(),
  occurrence: z.number().int().min(1).default(1),
  point: z.enum(['before', 'after', 'lost-answer']),
});

/** Body of `POST /lab/traps/{id}/release`; without `how` a lost answer is dropped, the others proceed. */
export const ReleaseBody = z.strictObject({ how: z.enum(['proceed', 'drop']).optional() });

/** Body of `POST /lab/clock`. */
export const ClockBody = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('pause') }),
  z.strictObject({ action: z.literal('resume') }),
  z.strictObject({ action: z.literal('step'), seconds: z.number().positive().max(31_536_000) }),
  z.strictObject({ action: z.literal('speed'), speed: z.number().positive().max(100_000) }),
]);
export type ClockBody = z.infer<typeof ClockBody>;

/** Body of `POST /lab/vcenters/{name}/upgrade`; the build may be left out for a version that the lab knows. */
export const UpgradeBody = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+\.\d+$/, 'allowed: a vCenter version such as 8.0.3.00000'),
  build: z.string().regex(/^\d+$/, 'allowed: digits').optional(),
  way: z.enum(['installer', 'reduced-downtime']).default('installer'),
  changesPrincipal: z.boolean().default(false),
  changesCertificate: z.boolean().default(false),
});

/** What is wrong with a body, field by field, and what is allowed; undefined = nothing. */
export function mistakesOf(issues: readonly z.core.$ZodIssue[]): { field: string; problem: string }[] {
  return issues.map((issue) => ({
    field: issue.path.map(String).join('.') || '(body)',
    problem:
      issue.code === 'unrecognized_keys'
        ? `unknown: ${issue.keys.join(', ')}`
        : issue.code === 'invalid_value'
          ? `allowed: ${issue.values.map(String).join(', ')}`
          : issue.message,
  }));
}
