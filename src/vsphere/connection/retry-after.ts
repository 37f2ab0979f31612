/** Seconds. No server may put a run to sleep for longer. */
const longestSeconds = 600;

/** The forms that RFC 9110 allows (10.2.3, 5.6.7): a number of seconds, or a date in GMT. */
const inSeconds = /^\d{1,12}$/;
const asDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What a `Retry-After` header asks for, and what was wrong with it. */
interface RetryAfter {
  /** Seconds from the answer on, never more than ten minutes. Absent = nothing that can be followed. */
  readonly seconds?: number;
  /** For the log; absent = as it should be. */
  readonly oddity?: string;
}

const dateOf = (value: string | string[] | undefined): number | undefined =>
  typeof value === 'string' && asDate.test(value) ? Date.parse(value) : undefined;

/** Seconds that the header names; a date counts from the server's own clock where the answer tells it. */
const secondsOf = (value: string, { date }: Headers, now: number): number | undefined => {
  if (inSeconds.test(value)) return Number(value);
  const until = dateOf(value);
  return until === undefined ? undefined : Math.ceil((until - (dateOf(date) ?? now)) / 1_000);
};

/**
 * Reads `Retry-After`. One that is no number and no date, or that lies in the past, is not followed; one beyond ten
 * minutes is cut.
 *
 * @param now - milliseconds since the epoch
 */
export const readRetryAfter = (headers: Headers, now: number): RetryAfter => {
  const value = headers['retry-after'];
  if (value === undefined) return {};
  const seconds = typeof value === 'string' ? secondsOf(value.trim(), headers, now) : undefined;
  if (seconds === undefined) return { oddity: 'Retry-After is neither seconds nor a date, ignored' };
  if (seconds < 0) return { oddity: 'Retry-After lies in the past, ignored' };
  if (seconds > longestSeconds)
    return { seconds: longestSeconds, oddity: `Retry-After of ${seconds} s, cut to ${longestSeconds} s` };
  return { seconds };
};
