import pc from 'picocolors';
import type { CliIo } from '../io.js';

/** How to draw: colours or not, how wide, and what time it is. */
export interface Style {
  readonly colors: ReturnType<typeof pc.createColors>;
  readonly width: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export const MAX_WIDTH = 100;

/** Colours only on a terminal and without `NO_COLOR` (no-color.org); never wider than 100 columns. */
export function styleFor(io: CliIo, now = Date.now()): Style {
  const colors = pc.createColors(io.isTTY && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb');
  return { colors, width: Math.min(io.columns ?? MAX_WIDTH, MAX_WIDTH), now };
}

/** Cuts a text that is too long, and shows that it was cut. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Breaks a text at blanks; every line after the first begins with `indent`. A word that fits nowhere stays whole. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const room = width - (lines.length === 0 ? 0 : indent.length);
    if (line && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  lines.push(line);
  return lines.map((one, index) => (index === 0 ? one : indent + one));
}

/** `3 of 8` in words for sentences: `1 blocker`, `2 blockers`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
