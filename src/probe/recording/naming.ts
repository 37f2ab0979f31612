/** What a name is the name of; part of its pseudonym, so that a recording can be read. */
export const nameKinds = [
  'estate',
  'vcenter',
  'cluster',
  'host',
  'vm',
  'provider',
  'keyserver',
  'masterkey',
  'certificate',
  'endorsementkey',
  'principal',
  'commit',
] as const;
export type NameKind = (typeof nameKinds)[number];

/** `n012-host`: names sort like their numbers. */
export const PSEUDONYM = new RegExp(`^n\\d{3,7}-(${nameKinds.join('|')})$`);

/** How a recording writes down names and texts. A name that was never seen is a bug, and throws. */
export interface Naming {
  name(kind: NameKind, text: string): string;
  /** A text of a server, with everything replaced that could name somebody or something. */
  text(text: string): string;
}

/** Takes notes of every name instead of replacing it: the first pass over an estate. */
export function createCollector(): Naming & { readonly names: ReadonlyMap<string, NameKind> } {
  const names = new Map<string, NameKind>();
  return {
    names,
    name(kind, text) {
      if (!names.has(text)) names.set(text, kind);
      return text;
    },
    text: (text) => text,
  };
}

/**
 * Pseudonym of each name. Numbers follow the order of the names by code unit, over all kinds together, so that
 * whatever is sorted by name comes out in the same order. Pseudonyms of pseudonyms are themselves.
 */
export function pseudonymsOf(names: ReadonlyMap<string, NameKind>): ReadonlyMap<string, string> {
  const width = Math.max(3, String(names.size).length);
  const sorted = [...names].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    sorted.map(([name, kind], index) => [name, `n${String(index + 1).padStart(width, '0')}-${kind}`]),
  );
}
