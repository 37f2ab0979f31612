import { z } from 'zod';

/**
 * A read-only list. `z.array().readonly()` says the same to TypeScript, but freezes every answer and writes
 * `readOnly` into the OpenAPI document.
 */
export function list<T extends z.ZodType>(item: T): z.ZodType<readonly z.output<T>[], readonly z.input<T>[]> {
  return z.array(item);
}

/** ISO 8601, UTC. */
export const Instant = z.string().meta({ id: 'Instant', description: 'ISO 8601, UTC', format: 'date-time' });

/** SHA-256, hex: the key of a plan, inventory or report in the content-addressed store. */
export const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex (64 characters)')
  .meta({ id: 'Hash', description: 'SHA-256 in lower-case hex' });

/** Canonical ESXi version, `8.0.3-24022510`. */
export const EsxVersion = z.string().meta({ id: 'EsxVersion', examples: ['8.0.3-24022510'] });

/** Why somebody does something; becomes part of the audit trail. */
export const Reason = z.string().trim().min(1, 'say why; it becomes part of the audit trail').max(2_000);

/** Query of a paged list. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(200).optional().meta({ description: '`next` of the page before' }),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of a list; `next` is the cursor of the page after it and absent on the last. */
export function pageOf<T extends z.ZodType>(id: string, item: T) {
  return z.object({ items: list(item), next: z.string().exactOptional() }).meta({ id });
}
