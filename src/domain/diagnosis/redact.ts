const REDACTED = '[redacted]';

/** Names of fields whose values are never shown. */
const SECRET_FIELDS =
  /pass(word|wd|phrase)|secret|token|cookie|session|private.?key|authorization|credential/i;

/** Secrets inside of words that people or servers wrote, each with what is left of it. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REDACTED],
  [/\b(bearer|basic)\s+[\w.+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [
    /\b((?:\w*(?:password|passwd|passphrase|secret|token|cookie|ticket|_session)|pwd|session[-_ ]?id|api[-_ ]?key))(["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
    `$1$2${REDACTED}`,
  ],
  [/(\w+:\/\/)[^\s/@]+@/g, `$1${REDACTED}@`],
];

/** A text without what looks like a secret. */
export function redactText(text: string): string {
  return SECRETS.reduce((left, [pattern, with_]) => left.replaceAll(pattern, with_), text);
}

/** Plain JSON without what looks like a secret, in values and by the names of fields. */
export function redact<T>(value: T): T {
  if (typeof value === 'string') return redactText(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => redact(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_FIELDS.test(name) && typeof item === 'string' ? REDACTED : redact(item as unknown),
    ]),
  ) as T;
}
