import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';

/** Folder of the package; the programs under test are those of its `dist`. */
export const packageFolder = fileURLToPath(new URL('../../', import.meta.url));

/** A program of the product or of the lab in a process of its own. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  /** Settles when the process is gone, whoever ended it. */
  readonly ended: Promise<void>;
  /** Everything it wrote so far, standard output and error. */
  log(): string;
  /** First complete line of its standard output; fails when the program ends before. */
  firstLine(withinMs?: number): Promise<string>;
  /** Undefined while it runs, null when a signal ended it. */
  exitCode(): number | null | undefined;
  /** SIGKILL, as by the out-of-memory killer; settles when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, after a while SIGKILL; settles when the process is gone. */
  stop(): Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 20_000;

/**
 * All processes that a test starts; whatever happens, `stopAll` ends every one of them by its process ID.
 *
 * @param product - folder that holds the `dist` of the programs
 * @param extra - environment besides the cleaned one
 */
export function createPrograms(product = packageFolder, extra: Readonly<Record<string, string>> = {}) {
  const started: Program[] = [];
  return {
    /** `node dist/<script> …args`; ends with this process, too. */
    start(name: string, script: string, args: readonly string[]): Program {
      const child = spawn(process.execPath, [`${product}dist/${script}`, ...args], {
        // The lab ends when its standard input does, the others when the channel closes.
        stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
        env: { ...cleanEnvironment(), ...extra },
      });
      const program = programOf(name, child);
      started.push(program);
      return program;
    },
    /** What all of them wrote, also those that are gone. */
    logs: (): { name: string; text: string }[] => started.map(({ name, log }) => ({ name, text: log() })),
    /** SIGKILL to all of them, for when nothing is left to be finished. */
    async killAll(): Promise<void> {
      await Promise.allSettled(started.map((program) => program.kill()));
    },
    async stopAll(): Promise<void> {
      await Promise.allSettled(started.map((program) => program.stop()));
    },
  };
}
export type Programs = ReturnType<typeof createPrograms>;

/** Our own settings must not leak in from the environment of whoever runs the tests. */
export function cleanEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || name.startsWith('VTA_') || name === 'NODE_OPTIONS' ? [] : [[name, value]],
    ),
  );
}

function programOf(name: string, child: ChildProcess): Program {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const log = (): string => `${out}\n${err}`;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (hasEnded() || child.pid === undefined) return;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
    await exit;
    clearTimeout(timer);
  };
  return {
    name,
    pid: child.pid ?? 0,
    ended: exit,
    log,
    exitCode: () => (hasEnded() ? child.exitCode : undefined),
    async firstLine(withinMs = STARTS_WITHIN_MS) {
      return eventually(
        `the first line of ${name}`,
        () => {
          const end = out.indexOf('\n');
          if (end >= 0) return out.slice(0, end);
          if (hasEnded()) throw new Error(`${name} ended at its start: ${log()}`);
          return undefined;
        },
        withinMs,
      );
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
