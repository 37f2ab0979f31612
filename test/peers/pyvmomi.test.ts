import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startLab, type RunningLab } from '../../src/lab/index.js';
import { declaredMethods, isA } from '../../src/lab/soap/schema/index.js';
import { loadTopology } from '../../src/lab/topology/load.js';
import { describeWithPeer } from '../support/peers.js';
import { cleanEnvironment } from '../support/processes.js';
import { vimSchema } from '../support/vim-schema.js';

const folder = fileURLToPath(new URL('pyvmomi/', import.meta.url));
const topologyFile = fileURLToPath(new URL('../../examples/topologies/small.yaml', import.meta.url));

/** Written down, so that a case which is no longer found is missed. */
const names = readFileSync(`${folder}cases.txt`, 'utf8').trim().split('\n');

/** Lab seconds per second: long enough to see progress, short enough to wait for. */
const SPEED = 300;
const ALL_WITHIN_MS = 100_000;

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

async function startEstate(): Promise<RunningLab> {
  const topology = await loadTopology(topologyFile);
  const reader = { name: 'reader@vsphere.local', groups: [], privileges: ['System.Read', 'System.View'] };
  const vcenters = topology.vcenters.map((vcenter) => ({ ...vcenter, users: [...vcenter.users, reader] }));
  return startLab({ topology: { ...topology, vcenters }, seed: 1, speed: SPEED });
}

/** Addresses, accounts and schema, as `run.py` takes them. */
function factsOf(lab: RunningLab): object {
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
  return { control: lab.control, servers, schema: vimSchema() };
}

/** Runs `run.py` and gives its lines; fails when it fails or takes too long. */
async function python(path: string, args: readonly string[], input: object): Promise<string[]> {
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

describeWithPeer('pyvmomi', "pyVmomi against the lab's SOAP servers", (path) => {
  let lab: RunningLab;
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    lab = await startEstate();
    const lines = await python(path, [], factsOf(lab));
    const found = lines.map((line) => JSON.parse(line) as Outcome);
    outcomes = new Map(found.map((outcome) => [outcome.name, outcome]));
  });
  afterAll(() => lab?.stop());

  it.each(names)('%s', (name) => {
    expect(outcomes.get(name)).toMatchObject({ ok: true, detail: '' });
  });

  it('runs the cases that are written down, and no others', () => {
    expect([...outcomes.keys()]).toEqual(names);
  });

  it('was answered by every method that the lab has', () => {
    const answered = [...lab.wire.read()]
      .filter(({ status }) => status === 200)
      .flatMap(({ requestBody }) => {
        const { type, method } = (requestBody ?? {}) as { type?: string; method?: string };
        return type && method ? [{ type, method }] : [];
      });
    const missing = declaredMethods.filter(
      ({ type, name }) => !answered.some((call) => call.method === name && isA(call.type, type)),
    );
    expect(missing.map(({ type, name }) => `${type}.${name}`)).toEqual([]);
  });
});
