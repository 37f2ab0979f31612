import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunningLab } from '../../src/lab/index.js';
import { cleanEnvironment } from './processes.js';
import { vimSchema } from './vim-schema.js';

const folder = fileURLToPath(new URL('../peers/pyvmomi/', import.meta.url));
const ALL_WITHIN_MS = 100_000;

/** What became of one case; `detail` is empty when it is good. */
export interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What the cases expect of the lab that they run against. */
export interface Expected {
  /** API version of every server. */
  readonly version: string;
  /** ESXi version of the host in `subjects`. */
  readonly esxi: string;
  /** Server that cases for a kind of server run against. */
  readonly subjects: { readonly vCenter: string; readonly ESXi: string };
}

/** Names of cases as they are written down, so that one which is no longer found is missed. */
export const caseNames = (file: string): string[] =>
  readFileSync(`${folder}${file}`, 'utf8').trim().split('\n');

/** Addresses, accounts and schema, as `run.py` takes them. */
function factsOf(lab: RunningLab, expected: Expected): object {
  const servers = lab.vcenters.flatMap(({ name, url, thumbprint, hosts }) => {
    const vcenter = lab.world.vcenters.get(name);
    if (!vcenter) throw new Error(`no vCenter ${name}`);
    const account = (prefix: string) => {
      const user = vcenter.users.find((candidate) => candidate.name.startsWith(prefix));
      return [user?.name, user?.password];
    };
    const [root] = lab.world.hostUsers(vcenter).map((user) => [user.name, user.password]);
    const accounts = {
      service: account('svc-'),
      administrator: account('administrator'),
      reader: account('reader'),
    };
    return [
      {
        name,
        kind: 'vCenter',
        address: new URL(url).host,
        thumbprint,
        accounts,
        hosts: hosts.map((host) => host.name),
      },
      ...hosts.map((host) => ({ ...host, kind: 'ESXi', accounts: { service: root, administrator: root } })),
    ];
  });
  return { ...expected, control: lab.control, servers, schema: vimSchema() };
}

/** Runs `run.py` and gives its lines; fails when it fails or takes too long. */
async function runPython(path: string, args: readonly string[], input: object): Promise<string[]> {
  const child = spawn(path, [`${folder}run.py`, ...args], {
    env: cleanEnvironment(),
    timeout: ALL_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.on('error', () => undefined); // its exit status says more
  child.stdin.end(JSON.stringify(input));
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  if (status !== 0) throw new Error(`run.py ended with ${String(status)} after:\n${out}\n${err}`);
  return out.trim().split('\n');
}

/** Every case that there is. */
export const listCases = (path: string): Promise<string[]> => runPython(path, ['--list'], {});

/** Runs cases against a lab, in the order in which they are named. */
export async function runCases(
  path: string,
  names: readonly string[],
  lab: RunningLab,
  expected: Expected,
): Promise<ReadonlyMap<string, Outcome>> {
  const lines = await runPython(path, names, factsOf(lab, expected));
  const found = lines.map((line) => JSON.parse(line) as Outcome);
  return new Map(found.map((outcome) => [outcome.name, outcome]));
}
