import type { z } from 'zod';
import { whyNotUnderstood } from '../../domain/payload-schema.js';

/**
 * A payload that another process of the product wrote and this one cannot take.
 *
 * - `payload-newer`: its writer is of a later release, and uses a word or shape that this one does not know
 * - `payload-invalid`: something is missing or of the wrong kind, which no release writes
 */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
  readonly code: 'payload-newer' | 'payload-invalid';
  constructor(code: PayloadError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks what came from another process, perhaps of the release before or after this one, and hands it on as it is:
 * fields that are not known here are left alone.
 *
 * @param what - names it for people: `the status of run R`
 * @throws PayloadError
 */
export function readPayload<T>(what: string, schema: z.ZodType<T>, payload: unknown): T {
  const newer = whyNotUnderstood(payload);
  if (newer !== null) throw new PayloadError('payload-newer', `${what}: ${newer}`);
  const read = schema.safeParse(payload);
  if (read.success) return payload as T;
  const issues = read.error.issues.flatMap((issue) => innermost(issue));
  const places = issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`);
  const isNewer = issues.every((issue) => isUnknownWord(issue, payload));
  throw isNewer
    ? new PayloadError(
        'payload-newer',
        `${what} was written by a newer release: ${places.join('; ')}. Upgrade this process.`,
      )
    : new PayloadError('payload-invalid', `${what} cannot be read: ${places.join('; ')}`);
}

type Issue = z.core.$ZodIssue;

/** A word is there, but none of those that this release knows: a closed list has grown. */
function isUnknownWord({ code, path }: Issue, payload: unknown): boolean {
  const found = path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step],
    payload,
  );
  return typeof found === 'string' && (code === 'invalid_value' || code === 'invalid_union');
}

/** Of a union the branch that fits best. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const branches = issue.errors.map((errors) =>
    errors.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] })),
  );
  return branches.toSorted((a, b) => a.length - b.length)[0] ?? [issue];
}
