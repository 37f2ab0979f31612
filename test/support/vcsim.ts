import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TlsTrust, VCenterRef } from '../../src/domain/model/estate.js';
import { testPassword } from './fake-vcenter.js';

export const vcsimUser = 'svc@vsphere.local';

/** As `test/peers/vcsim/main.go` reads it. Default: one cluster of three hosts, API version 8.0.1.0. */
export interface VcsimConfig {
  readonly esx?: boolean;
  readonly clusters?: number;
  /** In each cluster. */
  readonly hosts?: number;
  readonly standalone?: number;
  /** In each cluster. */
  readonly machines?: number;
  readonly user?: string;
  readonly apiVersion?: string;
  readonly listen?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** How many milliseconds a task stays running, by name without `_Task`. */
  readonly taskDelay?: Readonly<Record<string, number>>;
}

/** What was asked of the server, as it arrived: a method of vim25, or `POST /api/session`. */
export interface VcsimCall {
  readonly method: string;
  readonly soapAction?: string;
  readonly hasCookie: boolean;
}

/** How the next answer to `method` is spoilt; see `test/peers/vcsim/front.go`. */
export interface Spoiled {
  readonly method: string;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly truncate?: boolean;
  readonly drop?: boolean;
  readonly delayMilliseconds?: number;
}

/** A running vcsim, a process of its own. */
export interface Vcsim {
  readonly url: string;
  readonly sha256: string;
  readonly pid: number;
  /** How the product refers to it. Default trust: the certificate's SHA-256. */
  vcenter(tls?: TlsTrust): VCenterRef;
  /** Calls of `method` fail with the fault of this name, `count` times, by vcsim's own fault injection. */
  fault(wanted: { method: string; type: string; message?: string; count: number }): Promise<void>;
  spoil(wanted: Spoiled): Promise<void>;
  /** Ends the restart of a host. */
  boot(moid: string): Promise<void>;
  calls(): Promise<readonly VcsimCall[]>;
  /** What was called while `work` ran. */
  during(work: () => Promise<unknown>): Promise<readonly VcsimCall[]>;
  /** SIGKILL: nothing is said to anybody. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const stopsWithinMs = 5_000;

export async function startVcsim(path: string, config: VcsimConfig = {}): Promise<Vcsim> {
  // The simulator keeps datastores in temporary folders, which a killed one leaves behind.
  const folder = await mkdtemp(join(tmpdir(), 'vta-vcsim-'));
  const child = spawn(path, [], { stdio: 'pipe', env: { ...process.env, TMPDIR: folder } });
  const ask = lineByLine(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), stopsWithinMs);
      await gone;
      clearTimeout(timer);
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const standard = {
      clusters: 1,
      hosts: 3,
      apiVersion: '8.0.1.0',
      user: vcsimUser,
      password: testPassword,
    };
    const said = (await ask({ ...standard, ...config })) as { url: string; pid: number; sha256: string };
    const order = async (command: object): Promise<{ calls?: VcsimCall[] }> => {
      const reply = (await ask(command)) as { error?: string; calls?: VcsimCall[] };
      if (reply.error !== undefined) throw new Error(`vcsim: ${reply.error}`);
      return reply;
    };
    const calls = async () => (await order({ calls: true })).calls ?? [];
    return {
      ...said,
      vcenter: (tls = { thumbprint: said.sha256 }) => ({
        name: 'vcsim',
        url: said.url,
        tls,
        credential: 'vcsim-login',
        zone: 'trusted',
      }),
      fault: async (fault) => void (await order({ fault })),
      spoil: async (failure) => void (await order({ failure })),
      boot: async (moid) => void (await order({ boot: moid })),
      calls,
      during: async (work) => {
        const before = (await calls()).length;
        await work();
        return (await calls()).slice(before);
      },
      kill: () => end('SIGKILL'),
      stop: () => end('SIGTERM'),
    };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
}

/** Writes one line, answers the next one; fails when the process ends. */
function lineByLine(child: ChildProcessWithoutNullStreams): (message: object) => Promise<unknown> {
  let errors = '';
  const waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  const ended = (why: string): void => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`vcsim ${why}: ${errors}`));
  };
  child.once('error', (error) => ended(`did not start (${error.message})`));
  child.once('exit', () => ended('ended'));
  child.stdin.on('error', () => undefined);
  return (message) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(message)}\n`);
      if (child.exitCode !== null || child.signalCode !== null) ended('has ended');
    });
}
