import { createHash } from 'node:crypto';

/** LocalizableMessage of section 2.3, without parameters. */
export const message = (
  id: string,
  text: string,
): { id: string; default_message: string; args: string[] } => ({
  id,
  default_message: text,
  args: [],
});

/** Messages of the world (`{id, text}`) as the wire wants them. */
export const messages = (list: readonly { readonly id: string; readonly text: string }[]): unknown[] =>
  list.map(({ id, text }) => message(id, text));

/** A UUID made of what it names, so that one seed gives the same identifiers in every run. */
export function stableUuid(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** Numbers of a dotted version, `8.0.2.0` → [8, 0, 2, 0]. */
const numbers = (version: string): number[] =>
  version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);

/** Negative when `a` is older than `b`, zero when equal, positive when newer; missing parts count as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const atLeast = (version: string, minimum: string): boolean => compareVersions(version, minimum) >= 0;
