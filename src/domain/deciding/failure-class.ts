/** Long enough to tell causes apart, short enough for a line. */
const LONGEST = 160;

/**
 * Step and cause without what differs from host to host, so that two hosts that fail in the same way have the same
 * class: names, versions, numbers, times and quoted words are left out.
 *
 * @param names - host, cluster and vCenter names, which may look like words
 */
export function failureClass(step: string, problem: string, names: readonly string[] = []): string {
  const nameless = names
    .filter((name) => name !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, ' '), problem);
  const words = nameless
    .replaceAll(/'[^']*'|"[^"]*"/g, ' ')
    .toLowerCase()
    .split(/[\s,;()]+/)
    .filter((word) => !/\d/.test(word))
    .map((word) => word.replaceAll(/^[^a-z]+|[^a-z]+$/g, ''))
    .filter(Boolean);
  return `${step}: ${words.join(' ') || 'no reason given'}`.slice(0, LONGEST);
}
