import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** A program of this package that the command line starts as a process of its own. */
export type Sibling = 'server' | 'worker' | 'lab/main' | 'probe' | 'show-config';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs another program of this package in the foreground: same terminal, same signals, its exit code is ours.
 *
 * The channel (`ipc`) is there so that the child can notice when this process dies without a word.
 */
export async function runBeside(sibling: Sibling, args: readonly string[]): Promise<number> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const script = fileURLToPath(new URL(`../${sibling}.${extension}`, import.meta.url));
  const runtime = extension === 'ts' ? ['--import', 'tsx'] : ['--enable-source-maps'];
  const child = spawn(process.execPath, [...runtime, script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });

  // A terminal sends Ctrl-C to both; the child decides how to end, and we wait for it.
  const forward = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}
