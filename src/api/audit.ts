import type { Logger } from '../observability/index.js';
import type { ApiRecordsPort } from '../ports/api-records.js';
import { ApiProblem } from './problems.js';

/** What is written before anything is asked of anybody. */
export interface Audited {
  /** `gate.decide`, `run.start`. */
  readonly what: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Writes who asks for what, lets it happen, and writes what came of it. Nothing happens that could not be written; an
 * outcome that cannot be written is logged, because the effect is there.
 */
export async function withAudit<T extends { readonly status: number }>(
  { records, logger, clock }: { records: ApiRecordsPort; logger: Logger; clock: () => Date },
  { id, who, audited }: { id: string; who: string; audited: Audited },
  act: () => Promise<T>,
): Promise<T> {
  const { what, subject, detail } = audited;
  try {
    await records.appendAudit({ id, at: clock().toISOString(), who, what, subject, detail });
  } catch (error) {
    logger.error({ err: error as Error, what, subject }, 'audit entry not written');
    throw new ApiProblem(503, 'records-unavailable', {
      detail: 'The audit entry could not be written, so nothing was done.',
    });
  }
  const outcome = async (status: number, more: Readonly<Record<string, unknown>>): Promise<void> => {
    try {
      await records.appendAudit({
        // Of several attempts with one key each result is one entry.
        id: `${id}#${status}`,
        at: clock().toISOString(),
        who,
        what: `${what}.outcome`,
        subject,
        detail: { of: id, status, ...more },
      });
    } catch (error) {
      logger.error({ err: error as Error, what, subject, status }, 'audit outcome not written');
    }
  };
  try {
    const answer = await act();
    await outcome(answer.status, { outcome: answer.status === 202 ? 'pending' : 'done' });
    return answer;
  } catch (error) {
    if (error instanceof ApiProblem) {
      const { status, code, message, details } = error;
      await outcome(status, { outcome: 'refused', code, message, rules: details.rules ?? [] });
    } else {
      await outcome(500, { outcome: 'failed' });
    }
    throw error;
  }
}
