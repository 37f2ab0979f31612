import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Sibling } from '../../src/cli/child.js';
import { main, type CliIo } from '../../src/cli/main.js';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly url?: string;
  readonly env?: Record<string, string>;
  readonly isTTY?: boolean;
  /** Keys typed by the person at the terminal. */
  readonly typed?: readonly string[];
  readonly signal?: AbortSignal;
  readonly runSibling?: (sibling: Sibling, args: readonly string[]) => Promise<number>;
}

/** Runs the command line in this process, away from the real home directory, and collects what it printed. */
export async function vta(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { stdout, stderr } = { stdout: new PassThrough(), stderr: new PassThrough() };
  const out: string[] = [];
  const err: string[] = [];
  stdout.on('data', (chunk) => out.push(String(chunk)));
  stderr.on('data', (chunk) => err.push(String(chunk)));
  const env = {
    XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'vta-cli-')),
    VTA_TOKEN: 'token-of-the-test',
    ...(options.url === undefined ? {} : { VTA_URL: options.url }),
    ...options.env,
  };
  const io: CliIo = {
    stdout,
    stderr,
    stdin: options.typed ? Readable.from(options.typed) : new PassThrough(),
    env,
    isTTY: options.isTTY ?? false,
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.runSibling ? { runSibling: options.runSibling } : {}),
  };
  const code = await main(args, io);
  return { code, stdout: out.join(''), stderr: err.join('') };
}
