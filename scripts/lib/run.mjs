import { spawn } from 'node:child_process';

/** Enough of a tool's output to tell what went wrong. */
const KEPT_CHARACTERS = 200_000;

/**
 * Runs a program to its end and keeps what it said.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number, show?: boolean, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127 when it could not be started, 124 when it took too long
 */
export function run(command, args, { cwd, env, timeoutSeconds, show = false, shell = false } = {}) {
  return new Promise((resolve) => {
    const stdio = show ? ['inherit', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio, shell });
    let output = '';
    let tooLong = false;
    const keep = (chunk) => (output = (output + chunk).slice(-KEPT_CHARACTERS));
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    const timer =
      timeoutSeconds === undefined
        ? undefined
        : setTimeout(() => {
            tooLong = true;
            child.kill('SIGKILL');
          }, timeoutSeconds * 1000);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: tooLong ? 124 : (code ?? 1), output });
    });
  });
}

/** The last line of some output that says anything. */
export const lastLine = (output) => output.trimEnd().split('\n').at(-1)?.trim() ?? '';
