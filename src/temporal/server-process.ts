import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/**
 * Starts a program that ends when our end of the pipe closes, however this process dies: the shell tells its process
 * ID, reads our silence, and asks the program to end when that is over.
 */
const WRAPPER = `
exec 3<&0
"$@" </dev/null >/dev/null 2>&1 3<&- &
program=$!
echo $program
( while read -r _; do :; done <&3; kill -TERM $program; sleep 5; kill -KILL $program ) >/dev/null 2>&1 &
watchdog=$!
wait $program
code=$?
kill $watchdog 2>/dev/null
exit $code
`;
const FILE = 'server.json';
/** A server that is asked to end closes its database first. */
const ENDS_WITHIN_MS = 10_000;

export interface ServerProcess {
  readonly pid: number;
  /** Settles with the reason when the server has ended by itself or was ended. */
  readonly ended: Promise<string>;
  /** Asks it to end and waits for that. */
  stop(): Promise<void>;
}

/**
 * Starts a Temporal server whose data are in `dir`, and writes its process ID there, so that the next start finds it
 * should this process be killed together with the watchdog.
 *
 * @throws when the program cannot be started
 */
export async function startServer(
  path: string,
  args: readonly string[],
  dir: string,
): Promise<ServerProcess> {
  const child = spawn('/bin/sh', ['-c', WRAPPER, 'temporal', path, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // A group of its own: Ctrl-C at the terminal is for the service, which ends its parts in order.
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`Temporal ended (${signal ?? `exit code ${code}`})`));
    child.once('error', (error) => resolve(`Temporal could not be started: ${error.message}`));
  });
  const pid = await pidFrom(child, ended);
  await writeFile(join(dir, FILE), JSON.stringify({ pid, owner: process.pid }));
  return {
    pid,
    ended,
    async stop() {
      child.stdin.end();
      await ended;
      await rm(join(dir, FILE), { force: true });
    },
  };
}

async function pidFrom(child: ChildProcess, ended: Promise<string>): Promise<number> {
  const { stdout } = child;
  if (stdout === null) throw new Error('Temporal has no output');
  const line = new Promise<string>((resolve) => createInterface({ input: stdout }).once('line', resolve));
  const first = await Promise.race([line, ended]);
  const pid = Number(first);
  if (!Number.isInteger(pid)) throw new Error(first);
  return pid;
}

/**
 * Ends the server that an earlier process of ours left behind in `dir`. A process that only has its number is left
 * alone: ours names the folder in its command line.
 *
 * @throws when the process that started it is still there: two services cannot share a folder
 */
export async function endLeftServer(dir: string, say: (line: string) => void): Promise<void> {
  const file = join(dir, FILE);
  const { pid, owner } = await readNumbers(file);
  if (pid === undefined || !(await commandOf(pid)).includes(dir)) return;
  if (owner !== undefined && owner !== process.pid && (await commandOf(owner)) !== '') {
    throw new Error(
      `Process ${owner} uses the Temporal server in ${dir}. Stop it first, or choose another dataDirectory ` +
        `(VTA_DATA_DIRECTORY). If it is no process of ours, remove ${file}.`,
    );
  }
  say(`a Temporal server of an earlier start is still running (process ${pid}): it is ended first`);
  if (await endsAfter(pid, 'SIGTERM')) return;
  if (!(await endsAfter(pid, 'SIGKILL'))) throw new Error(`the Temporal server ${pid} cannot be ended`);
}

async function readNumbers(file: string): Promise<{ pid?: number; owner?: number }> {
  try {
    const { pid, owner } = JSON.parse(await readFile(file, 'utf8')) as { pid?: unknown; owner?: unknown };
    return { ...(isPid(pid) ? { pid } : {}), ...(isPid(owner) ? { owner } : {}) };
  } catch {
    return {};
  }
}

const isPid = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 1;

/** Command line of a running process; empty when there is none. */
async function commandOf(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    const asked = promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]);
    return asked.then(
      ({ stdout }) => stdout,
      () => '',
    );
  }
}

async function endsAfter(pid: number, signal: NodeJS.Signals): Promise<boolean> {
  const end = Date.now() + ENDS_WITHIN_MS;
  try {
    process.kill(pid, signal);
    while (Date.now() < end) {
      process.kill(pid, 0);
      // A zombie answers to signal 0, but has no command line.
      if ((await commandOf(pid)) === '') return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
    throw error;
  }
}
