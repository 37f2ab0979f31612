import { z } from 'zod';
import type { Health as DomainHealth } from '../../domain/model/inventory.js';

/*
 * Shapes that several areas of the Automation API share. Lenient: a missing key and `null` both mean "unset",
 * enums are open, and only what we use is asked for.
 */

/** What becomes a part of a path: never empty, never a step to another path, never beyond reason. */
export const Id = z
  .string()
  .max(1_000)
  .regex(/^(?!\.{0,2}$)/, 'is no identifier');

/** LocalizableMessage (wire contract 2.3). */
export const LocalizableMessage = z.object({
  id: z.string().default(''),
  default_message: z.string().nullish(),
  localized: z.string().nullish(),
  args: z.array(z.string()).nullish(),
});
export type LocalizableMessage = z.infer<typeof LocalizableMessage>;

/** Text for people: the localised one, else the default with its arguments, else the ID. */
export const textOf = (message: LocalizableMessage): string => {
  const text = message.localized ?? message.default_message;
  if (!text) return message.id;
  return (message.args ?? []).reduce((line, arg, index) => line.replaceAll(`{${index}}`, arg), text);
};

const healths: readonly string[] = ['OK', 'WARNING', 'ERROR'];

/** Health on the Trust Authority side; whatever is not known to us counts as unknown (DG-14). */
export const Health = z
  .string()
  .nullish()
  .transform((value): DomainHealth => (value && healths.includes(value) ? (value as DomainHealth) : 'NONE'));

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Instant as ISO 8601 in UTC with milliseconds, so that texts compare as times; unreadable = absent. `Date.parse`
 * alone would read "9999" as a year, and a time without a zone as one of ours.
 */
export const instant = (text: string | null | undefined): string | undefined => {
  const time = text && dateTime.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

export const Instant = z.string().nullish().transform(instant);

/** NetworkAddress; the port is 443 unless said. */
export const NetworkAddress = z
  .object({ hostname: z.string(), port: z.number().nullish() })
  .transform(({ hostname, port }) => `${hostname}:${port ?? 443}`);

/** Notification of vLCM and of the appliance: errors and warnings for people. */
const Notification = z.object({ message: LocalizableMessage.nullish(), id: z.string().nullish() });
export const Notifications = z.object({
  info: z.array(Notification).nullish(),
  warnings: z.array(Notification).nullish(),
  errors: z.array(Notification).nullish(),
});
export type Notifications = z.infer<typeof Notifications>;

export const notificationTexts = (
  list: readonly z.infer<typeof Notification>[] | null | undefined,
): string[] =>
  (list ?? []).map(({ message, id }) => (message ? textOf(message) : (id ?? ''))).filter(Boolean);

/** A body that nobody reads. */
export const Nothing = z.unknown().transform((): void => undefined);
