import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { endProcess } from '../temporal/end-process.js';

/** What the lab prints about itself, as far as the service needs it. */
const LabLine = z.object({
  vcenters: z.array(
    z.object({
      name: z.string(),
      role: z.enum(['authority', 'trusted']),
      url: z.string(),
      thumbprint: z.string(),
      clusters: z.array(z.object({ name: z.string(), kind: z.string() })),
      hosts: z.array(z.object({ name: z.string(), address: z.string() })),
    }),
  ),
  control: z.string(),
  topology: z.string(),
});
export type LabLine = z.infer<typeof LabLine>;

const LabAccounts = z.array(
  z.object({
    vcenter: z.string(),
    role: z.enum(['authority', 'trusted']),
    users: z.array(z.object({ name: z.string(), password: z.string(), groups: z.array(z.string()) })),
    hostUsers: z.array(z.object({ name: z.string(), password: z.string() })),
  }),
);
export type LabAccounts = z.infer<typeof LabAccounts>;

/** What the administrators of the lab's key servers know. */
const LabKeyServers = z.array(
  z.object({
    provider: z.string(),
    username: z.string().optional(),
    password: z.string().optional(),
    privateKey: z.string(),
  }),
);
export type LabKeyServers = z.infer<typeof LabKeyServers>;

export interface LabProcess {
  readonly line: LabLine;
  readonly accounts: LabAccounts;
  readonly keyServers: LabKeyServers;
  readonly pid: number;
  stop(): Promise<void>;
}

const START_WITHIN_MS = 60_000;

/** Starts the lab as a process of its own and waits until it listens. It ends when this process does. */
export async function startLabProcess(args: readonly string[]): Promise<LabProcess> {
  const script = fileURLToPath(new URL('../../dist/lab/main.js', import.meta.url));
  const child = spawn(process.execPath, ['--enable-source-maps', script, '--stdin-exit', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints.push(text);
    // Whatever the lab says later is for the person at the terminal.
    process.stderr.write(text);
  });
  try {
    const line = LabLine.parse(JSON.parse(await firstLine(child, complaints)));
    const read = async (path: string): Promise<unknown> => (await fetch(`${line.control}${path}`)).json();
    return {
      line,
      accounts: LabAccounts.parse(await read('/lab/accounts')),
      keyServers: LabKeyServers.parse(await read('/lab/key-servers')),
      pid: child.pid ?? 0,
      stop: () => endProcess(child),
    };
  } catch (error) {
    await endProcess(child);
    throw error;
  }
}

async function firstLine(child: ChildProcess, complaints: readonly string[]): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the lab has no output');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the lab did not start in time')), START_WITHIN_MS);
    createInterface({ input: stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the lab ended at its start (exit code ${code}): ${complaints.join('').trim()}`));
    });
  });
}
