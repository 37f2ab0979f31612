/** One part of a story: prose, something that happens on the stage, or a command, the last two with what they print. */
export type Part =
  | { readonly kind: 'prose'; readonly lines: readonly string[] }
  | { readonly kind: 'stage' | 'command'; readonly text: string; readonly golden: readonly string[] };

/** Longest story: more than this nobody reads. */
export const MOST_LINES = 300;

/**
 * Reads a story: `# prose`, `> stage direction`, `$ command`; every other line is what the part before it prints. An empty
 * line belongs to what is printed only when more of it follows.
 */
export function readStory(text: string): Part[] {
  const parts: { kind: Part['kind']; text: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const last = parts.at(-1);
    const kind = ({ '#': 'prose', '>': 'stage', $: 'command' } as const)[line[0] ?? ''];
    if (kind === 'prose' && last?.kind === 'prose') last.lines.push(line);
    else if (kind === 'prose') parts.push({ kind, text: '', lines: [line] });
    else if (kind !== undefined) parts.push({ kind, text: line.slice(2).trim(), lines: [] });
    else if (last !== undefined && last.kind !== 'prose') last.lines.push(line);
  }
  return parts.map(({ kind, text: what, lines }): Part => {
    if (kind === 'prose') return { kind, lines };
    return { kind, text: what, golden: withoutEnd(lines) };
  });
}

/** The story with what was printed in place of its golden lines. */
export function writeStory(parts: readonly Part[], printed: ReadonlyMap<Part, readonly string[]>): string {
  const blocks = parts.map((part) =>
    part.kind === 'prose'
      ? part.lines
      : [
          `${part.kind === 'stage' ? '>' : '$'} ${part.text}`,
          ...withoutEnd(printed.get(part) ?? part.golden),
        ],
  );
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function withoutEnd(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, last + 1);
}
