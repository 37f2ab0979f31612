import type { Readable, Writable } from 'node:stream';
import { runBeside } from './child.js';
import type { Sibling } from './child.js';

/** Everything the command line touches of its surroundings; tests hand in their own. */
export interface CliIo {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdin: Readable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A person sits at both ends: prompts and the live picture are allowed. */
  readonly isTTY: boolean;
  /** Columns of the terminal; output never uses more than 100. */
  readonly columns?: number;
  /** Ends long commands such as `run watch`; Ctrl-C by default. */
  readonly signal?: AbortSignal;
  /** Starts a sibling program and answers its exit code. */
  readonly runSibling?: (sibling: Sibling, args: readonly string[]) => Promise<number>;
}

/** The real surroundings of this process. */
export function processIo(): CliIo {
  // `vta run events RUN | head` closes the pipe early; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    isTTY: [process.stdin, process.stdout, process.stderr].every(({ isTTY }) => isTTY),
    ...(process.stdout.columns === undefined ? {} : { columns: process.stdout.columns }),
    runSibling: runBeside,
  };
}

/** Writes one or more lines, ending with exactly one line break. */
export function print(stream: Writable, text: string): void {
  stream.write(text.endsWith('\n') ? text : `${text}\n`);
}
