import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createApi, type Api } from '../../cli/client/api.js';
import { createHttp, type HttpClient } from '../../cli/client/http.js';
import type { ServiceFacts } from '../service.js';
import { endProcess } from '../../temporal/end-process.js';

const START_WITHIN_MS = 120_000;
/** The service ends its own parts first. */
const GRACE_MS = 30_000;

export interface ServiceProcess {
  readonly facts: ServiceFacts;
  stop(): Promise<void>;
}

/** Starts the service with its lab as a process of its own; it ends when this process does. */
export async function startServiceProcess(args: readonly string[]): Promise<ServiceProcess> {
  const script = fileURLToPath(new URL('../../../dist/server.js', import.meta.url));
  const child = spawn(process.execPath, ['--enable-source-maps', script, '--json', ...args], {
    // The channel lets the service notice that we are gone; a free port leaves other services alone.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { VTA_API_LISTEN: '127.0.0.1:0', VTA_LOG_LEVEL: 'error', ...process.env },
  });
  try {
    return {
      facts: JSON.parse(await firstLine(child)) as ServiceFacts,
      stop: () => endProcess(child, GRACE_MS),
    };
  } catch (error) {
    await endProcess(child, GRACE_MS);
    throw error;
  }
}

export interface Login {
  readonly api: Api;
  readonly http: HttpClient;
}

/** A client of the REST API with the token in this file: the demo has no other way in. */
export async function loginWith(url: string, tokenFile: string): Promise<Login> {
  const token = (await readFile(tokenFile, 'utf8')).trim();
  const http = createHttp({ url: new URL(url), token });
  return { http, api: createApi(http) };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the service has no output');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the service did not start in time')), START_WITHIN_MS);
    const lines = createInterface({ input: stdout });
    lines.once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    lines.once('close', () => {
      clearTimeout(timer);
      reject(new Error('the service ended at its start; the reason is above'));
    });
  });
}
