/** What may stand in a server's text and is no known name, with the mark that replaces it; in this order. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, '[address]'],
  [/[^\s"'<>()[\]]+@[^\s"'<>()[\]]+/g, '[user]'],
  [/[\w.-]+\\[\w.$-]+/g, '[user]'],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '[id]'],
  [/\b([0-9a-f]{2}[:-]){5,}[0-9a-f]{2}\b/gi, '[id]'],
  [/(?<![\w/+])[A-Za-z0-9+/]{40,}={0,2}/g, '[id]'],
  [/\b[0-9a-f]{16,}\b/gi, '[id]'],
  // Not a release such as 8.0.3.0.
  [/(?<![\w.])(?![6-9]\.\d\.\d\.\d(?!\d))(\d{1,3}\.){3}\d{1,3}(:\d+)?(?![\w.]*\d)/g, '[address]'],
  [/(?<![\w:])([0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/gi, '[address]'],
];

/** Host names: three labels or a usual ending. IDs of VMware's messages look like them and stay. */
const HOST_NAME =
  /(?<![\w.-])(?!com\.vmware\.|vim\.|esx\.|vob\.)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?![\w-])/gi;
const ENDINGS = /\.(com|net|org|edu|gov|local|lan|corp|internal|intern|home|lab|test|example)$/i;

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Replaces in texts: known names (in any case, as whole words), other marks (addresses, credentials), and whatever
 * looks like an address, a user, an ID or a certificate. Applying it twice changes nothing more.
 *
 * @param replacements - by text; longer texts win over those inside them
 */
export function createTextCleaner(replacements: ReadonlyMap<string, string>): (text: string) => string {
  const byLowerCase = new Map([...replacements].map(([text, mark]) => [text.toLowerCase(), mark]));
  // An estate has thousands of names and a text a dozen words: only names that begin like one of them are looked for.
  const byFirstWord = new Map<string, string[]>();
  for (const name of byLowerCase.keys()) {
    if (name === '') continue;
    const first = wordsOf(name)[0] ?? '';
    const sameFirst = byFirstWord.get(first) ?? [];
    sameFirst.push(name);
    byFirstWord.set(first, sameFirst);
  }
  const namesIn = (text: string): RegExp | undefined => {
    const words = new Set(['', ...wordsOf(text.toLowerCase())]);
    const candidates = [...words].flatMap((word) => byFirstWord.get(word) ?? []);
    if (candidates.length === 0) return undefined;
    const longestFirst = candidates.toSorted((a, b) => b.length - a.length).map(escaped);
    return new RegExp(`(?<![\\p{L}\\p{N}])(${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  };
  const done = new Map<string, string>();

  const clean = (text: string): string => {
    const names = namesIn(text);
    const named = names
      ? text.replaceAll(
          names,
          (found) => replacements.get(found) ?? byLowerCase.get(found.toLowerCase()) ?? '',
        )
      : text;
    const marked = patterns.reduce((line, [pattern, mark]) => line.replaceAll(pattern, mark), named);
    return marked.replaceAll(HOST_NAME, (found) =>
      found.split('.').length > 2 || ENDINGS.test(found) ? '[address]' : found,
    );
  };
  return (text) => {
    const known = done.get(text) ?? clean(text);
    done.set(text, known);
    return known;
  };
}
