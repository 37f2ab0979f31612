import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../domain/canonical-json.js';
import type { ApiRecordsPort } from '../ports/api-records.js';
import type { BlobStorePort } from '../ports/records.js';
import { ApiProblem, problemDocument } from './problems.js';

/** Headers of every POST. */
export const KeyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(
      /^[A-Za-z0-9._:-]{1,128}$/,
      'expected 1 to 128 letters, digits, dots, dashes, underscores or colons',
    )
    .optional()
    .meta({
      description: 'the same key with the same body gives the same answer and has no second effect',
    }),
});

export interface Keyed {
  readonly user: string;
  readonly key: string;
  readonly requestHash: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What a key stands for: the very same request, whatever the order of its fields. */
export function requestHashOf(method: string, path: string, body: unknown): string {
  const about = createHash('sha256').update(`${method} ${path}\n`);
  return about.update(body instanceof Uint8Array ? body : canonicalJson(body ?? null)).digest('hex');
}

/**
 * Carries out a keyed request, or answers as it was answered. Answers that say "not yet" (202) or "our fault" are
 * not kept: the same key may be tried again, and the engine recognises it too.
 */
export async function withKey<T extends { readonly status: number; readonly body?: unknown }>(
  { records, blobs, clock }: { records: ApiRecordsPort; blobs: BlobStorePort; clock: () => Date },
  keyed: Keyed,
  requestId: string,
  act: (firstAt: Date) => Promise<T>,
): Promise<{ readonly fresh: T } | { readonly replayed: StoredAnswer }> {
  const { user, key, requestHash } = keyed;
  const claim = await records.claimKey({ ...keyed, at: clock().toISOString() }).catch(() => {
    throw new ApiProblem(503, 'records-unavailable');
  });
  if (claim.requestHash !== requestHash) {
    throw new ApiProblem(422, 'idempotency-conflict', {
      detail: `The Idempotency-Key ${key} was used for another request at ${claim.at}.`,
    });
  }
  if (claim.answer !== undefined) {
    const text = new TextDecoder().decode(await blobs.get(claim.answer.bodyHash));
    return { replayed: { status: claim.answer.status, body: JSON.parse(text) as unknown } };
  }
  const keep = async (status: number, body: unknown): Promise<void> => {
    const bodyHash = await blobs.put(new TextEncoder().encode(JSON.stringify(body)));
    await records.answerKey(user, key, { status, bodyHash });
  };
  try {
    const fresh = await act(new Date(claim.at));
    if (fresh.status === 200 || fresh.status === 201) await keep(fresh.status, fresh.body);
    return { fresh };
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 409)
      await keep(409, problemDocument(error, requestId));
    throw error;
  }
}
