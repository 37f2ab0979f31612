/** One HTTP exchange as a front door saw it. Bodies are text, or plain JSON that the door has already parsed. */
export interface WireEntry {
  /** ISO 8601. */
  readonly wallTime: string;
  /** vCenter name, or host name for exchanges with an ESXi host. */
  readonly vcenter: string;
  /** Login of the session; empty before login. */
  readonly login: string;
  readonly method: string;
  /** With query. */
  readonly path: string;
  readonly requestBody?: unknown;
  /** `0` when the connection was cut instead of answered. */
  readonly status: number;
  readonly responseBody?: unknown;
  /** The answer is a fault's and nothing that the interface says. */
  readonly offContract?: true;
}

/** The newest exchanges. Appending is a push; redaction happens when somebody reads. */
export interface WireLog {
  append(entry: WireEntry): void;
  /** Redacted entries with sequence numbers above `after` (all when absent), oldest first. */
  read(after?: number): Iterable<WireEntry & { readonly seq: number }>;
  /** Values that must never be read back: passwords and session IDs. */
  hide(secret: string): void;
}

/** Longest body kept, in characters; image databases travel as base64 and would fill the log. */
const MAX_BODY = 32_768;
const MAX_ENTRIES = 60_000;
/** Characters kept over all bodies. */
const MAX_TOTAL = 64 * 1024 * 1024;

/** Shorter values would hide harmless text. */
const MIN_SECRET = 3;
/** Secrets remembered, of which the first `KEPT_SECRETS` are never dropped. */
const MAX_SECRETS = 4_000;
const KEPT_SECRETS = 500;

const SECRET_KEYS = /password|passwd|secret|private_?key|authorization|session_?id|token|cookie/i;
const SECRET_ELEMENTS = /<((?:\w+:)?(?:password|passwd|sessionKey|sessionTicket)[^>\s]*)([^>]*)>[^<]*</gi;
const HIDDEN = '***';

/** Ring of exchanges bounded by number and by size. */
export function createWireLog(): WireLog {
  let entries: (WireEntry & { readonly seq: number })[] = [];
  let dropped = 0;
  let seq = 0;
  let total = 0;
  const secrets = new Set<string>();

  const sizeOf = (entry: WireEntry): number => length(entry.requestBody) + length(entry.responseBody);

  return {
    append(entry) {
      const kept = { ...entry, seq: (seq += 1), ...cut('requestBody', entry), ...cut('responseBody', entry) };
      entries.push(kept);
      total += sizeOf(kept);
      while (entries.length - dropped > MAX_ENTRIES || total > MAX_TOTAL) {
        const oldest = entries[dropped];
        if (!oldest) break;
        total -= sizeOf(oldest);
        dropped += 1;
      }
      // Compacting rarely keeps the push cheap.
      if (dropped > MAX_ENTRIES / 4) {
        entries = entries.slice(dropped);
        dropped = 0;
      }
    },
    *read(after = 0) {
      const redact = createRedactor(secrets);
      for (const entry of entries.slice(dropped)) {
        if (entry.seq <= after) continue;
        yield {
          ...entry,
          path: redact.text(entry.path),
          ...(entry.requestBody === undefined ? {} : { requestBody: redact.body(entry.requestBody) }),
          ...(entry.responseBody === undefined ? {} : { responseBody: redact.body(entry.responseBody) }),
        };
      }
    },
    hide(secret) {
      if (secret.length <= MIN_SECRET) return;
      secrets.add(secret);
      // Passwords come first and stay; of the session IDs only the newest are in the log.
      if (secrets.size > MAX_SECRETS) {
        const oldest = [...secrets].at(secrets.size - MAX_SECRETS + KEPT_SECRETS);
        if (oldest !== undefined) secrets.delete(oldest);
      }
    },
  };
}

function length(body: unknown): number {
  return typeof body === 'string' ? body.length : body === undefined ? 0 : 512;
}

function cut(key: 'requestBody' | 'responseBody', entry: WireEntry): Partial<WireEntry> {
  const body = entry[key];
  if (typeof body !== 'string' || body.length <= MAX_BODY) return {};
  return { [key]: `${body.slice(0, MAX_BODY)}… (${body.length} characters)` };
}

function createRedactor(secrets: ReadonlySet<string>) {
  const known = secrets.size
    ? new RegExp(
        [...secrets].map((secret) => secret.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
        'g',
      )
    : undefined;
  const text = (value: string): string => {
    const elements = value.includes('<') ? value.replaceAll(SECRET_ELEMENTS, `<$1$2>${HIDDEN}<`) : value;
    return known ? elements.replaceAll(known, HIDDEN) : elements;
  };
  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        SECRET_KEYS.test(key) && typeof item === 'string' ? HIDDEN : json(item),
      ]),
    );
  };
  const body = (value: unknown): unknown => {
    if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return json(value);
    try {
      return JSON.stringify(json(JSON.parse(value)));
    } catch {
      return text(value); // cut or not JSON after all
    }
  };
  return { text, body };
}
