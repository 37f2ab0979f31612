import type { Writable } from 'node:stream';

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';

/** A part of the terminal that is drawn again in place. */
export interface Screen {
  draw(lines: readonly string[]): void;
  /** Leaves the last picture standing and gives the cursor back. */
  close(): void;
}

/**
 * Draws over the lines of the last picture. A picture higher than the terminal loses its lowest lines, because what
 * has scrolled away cannot be drawn over.
 */
export function createScreen(out: Writable & { readonly rows?: number }): Screen {
  let height = 0;
  out.write(HIDE_CURSOR);
  return {
    draw(lines) {
      const room = Math.max(1, (out.rows ?? Number.POSITIVE_INFINITY) - 1);
      const shown = lines.slice(0, room);
      const up = height === 0 ? '' : `\u001B[${height}A`;
      out.write(`${up}\r\u001B[0J${shown.join('\n')}\n`);
      height = shown.length;
    },
    close() {
      out.write(SHOW_CURSOR);
    },
  };
}
