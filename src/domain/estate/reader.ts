/** One thing wrong in an estate file. */
export interface EstateProblem {
  /** JSON pointer into the file, `/trusted/0/vcenter/url`; empty = the whole file. */
  readonly pointer: string;
  readonly found: string;
  readonly allowed: string;
}

/** Names that say "secret"; such a key is refused wherever it stands, known or not (DG-18). */
const SECRET = /pass(word|wd|phrase)?$|^pwd$|secret|token|private_?key|api_?key/i;

/**
 * Reads untrusted data strictly and collects every problem instead of stopping at the first. Each method answers the
 * value or undefined; undefined always means that a problem was noted, or that an optional value is absent.
 */
export class Reader {
  readonly problems: EstateProblem[] = [];

  note(pointer: string, found: string, allowed: string): undefined {
    this.problems.push({ pointer, found, allowed });
    return undefined;
  }

  /** An object with these keys only; unknown keys and secrets are noted. */
  object(
    value: unknown,
    pointer: string,
    keys: readonly string[],
  ): Readonly<Record<string, unknown>> | undefined {
    if (!isObject(value)) return this.note(pointer, describe(value), `an object with ${keys.join(', ')}`);
    for (const key of Object.keys(value)) {
      if (SECRET.test(key)) {
        this.note(at(pointer, key), `key '${key}'`, 'no secrets: give the name of a credential instead');
      } else if (!keys.includes(key)) {
        this.note(at(pointer, key), `unknown key '${key}'`, keys.join(', '));
      }
    }
    return value;
  }

  /** A non-empty list. */
  list(value: unknown, pointer: string, of: string): readonly unknown[] | undefined {
    if (Array.isArray(value) && value.length > 0) return value;
    return this.note(
      pointer,
      Array.isArray(value) ? 'an empty list' : describe(value),
      `a list of at least one ${of}`,
    );
  }

  /** A text that matches the pattern. */
  text(value: unknown, pointer: string, pattern: RegExp, allowed: string): string | undefined {
    if (typeof value === 'string' && pattern.test(value)) return value;
    return this.note(pointer, describe(value), allowed);
  }

  /** Notes every name that was there before. */
  unique(names: readonly { name: string | undefined; pointer: string }[], what: string): void {
    const seen = new Set<string>();
    for (const { name, pointer } of names) {
      if (name === undefined) continue;
      if (seen.has(name)) this.note(pointer, `'${name}' again`, `each ${what} once`);
      seen.add(name);
    }
  }
}

/** Appends a key to a JSON pointer (RFC 6901). */
export function at(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a few words; long texts are cut, so that nothing large or secret is repeated. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `'${value.length > 60 ? `${value.slice(0, 57)}...` : value}'`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}
