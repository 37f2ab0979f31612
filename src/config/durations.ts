import { z } from 'zod';
import { DURATION_KINDS, DURATIONS, type DurationKind, type Durations } from '../domain/durations.js';
import { whyNeverRepeated } from '../domain/effects/index.js';

const MOST_MINUTES = 30 * 24 * 60;
const MOST_RETRIES = 20;

const minutes = (standard: number) => z.number().positive().max(MOST_MINUTES).default(standard);

/** How often a failed step is repeated by itself; always 0 for what is never repeated. @rule DG-14 */
const retries = (kind: DurationKind) => {
  const why = whyNeverRepeated(kind);
  const count = z.number().int().min(0);
  const limited = why === undefined ? count.max(MOST_RETRIES) : count.max(0, { error: `0: ${why}` });
  return limited.default(DURATIONS[kind].retries);
};

const inMinutes = (seconds: number): number => seconds / 60;

/** One row of the table as people write it: usual times in minutes, looks in seconds. */
const rowOf = (kind: DurationKind) => {
  const standard = DURATIONS[kind];
  return z
    .strictObject({
      expectedMinutes: minutes(inMinutes(standard.expectedSeconds)),
      softWarningMinutes: minutes(inMinutes(standard.softWarningSeconds)),
      hardLimitMinutes: minutes(inMinutes(standard.hardLimitSeconds)),
      pollSeconds: z.number().min(1).max(600).default(standard.pollSeconds),
      retries: retries(kind),
      retryDelayMinutes: z.number().min(0).max(MOST_MINUTES).default(inMinutes(standard.retryDelaySeconds)),
    })
    .superRefine((row, context) => {
      const refuse = (key: string, allowed: string): void =>
        context.addIssue({ code: 'custom', path: [key], message: allowed });
      if (row.expectedMinutes > row.softWarningMinutes) {
        refuse('softWarningMinutes', `at least expectedMinutes, ${row.expectedMinutes}`);
      }
      if (row.softWarningMinutes > row.hardLimitMinutes) {
        refuse('hardLimitMinutes', `at least softWarningMinutes, ${row.softWarningMinutes}`);
      }
    })
    .prefault({});
};

/** How long steps usually take, when they are late, when a person is asked, and what is repeated by itself. */
export const DurationsConfig = z.strictObject(
  Object.fromEntries(DURATION_KINDS.map((kind) => [kind, rowOf(kind)])) as {
    [Kind in DurationKind]: ReturnType<typeof rowOf>;
  },
);

/** The table in seconds, as rules and workflows use it. */
export function durationsOf(config: z.infer<typeof DurationsConfig>): Durations {
  const rows = DURATION_KINDS.map((kind) => {
    const row = config[kind];
    const seconds = {
      expectedSeconds: row.expectedMinutes * 60,
      softWarningSeconds: row.softWarningMinutes * 60,
      hardLimitSeconds: row.hardLimitMinutes * 60,
      pollSeconds: row.pollSeconds,
      retries: row.retries,
      retryDelaySeconds: row.retryDelayMinutes * 60,
    };
    return [kind, seconds] as const;
  });
  return Object.fromEntries(rows) as unknown as Durations;
}
