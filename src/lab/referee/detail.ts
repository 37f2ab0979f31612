import type { JournalEntry } from '../world/model.js';

/**
 * Readers of a journal entry's `detail`. A missing or odd value throws: the referee then says `unknown`
 * rather than judge a journal it does not understand.
 */
const odd = (entry: JournalEntry, key: string, wanted: string): Error =>
  new Error(`entry ${entry.seq} (${entry.effect} ${entry.subject}): ${key} is not ${wanted}`);

export function text(entry: JournalEntry, key: string): string {
  const value = entry.detail[key];
  if (typeof value !== 'string' || value === '') throw odd(entry, key, 'a text');
  return value;
}

export function flag(entry: JournalEntry, key: string): boolean {
  const value = entry.detail[key];
  if (typeof value !== 'boolean') throw odd(entry, key, 'true or false');
  return value;
}

export function names(entry: JournalEntry, key: string): readonly string[] {
  const value = entry.detail[key];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw odd(entry, key, 'a list of names');
  }
  return value as readonly string[];
}

export function record(entry: JournalEntry, key: string): Readonly<Record<string, unknown>> {
  const value = entry.detail[key];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw odd(entry, key, 'an object');
  return value as Readonly<Record<string, unknown>>;
}

/** One of a closed set of words. */
export function word<T extends string>(entry: JournalEntry, key: string, allowed: readonly T[]): T {
  const value = text(entry, key);
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw odd(entry, key, `one of ${allowed.join(', ')}`);
  return found;
}

/** A version, or `null` for an empty boot bank. */
export function versionOrNull(entry: JournalEntry, key: string): string | null {
  const value = entry.detail[key];
  if (value === undefined || value === null || value === '') return null;
  return text(entry, key);
}
