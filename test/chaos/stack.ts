import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loginWith, type Login } from '../../src/composition/demo/service-process.js';
import { writeLabCredentials } from '../../src/composition/lab-estate.js';
import type { LabAccounts, LabLine } from '../../src/composition/lab-process.js';
import type { ServiceFacts } from '../../src/composition/service.js';
import type { TopologyInput } from '../../src/lab/topology/schema.js';
import { readTemporalSource, startLocalTemporal } from '../../src/temporal/local-server.js';
import { eventually } from '../support/eventually.js';
import { createPrograms, packageFolder, type Program } from '../support/processes.js';
import { createLabClient, type LabClient } from './lab.js';

export type Zone = 'authority' | 'trusted';
/** Processes that can be killed; each comes back on the same data. */
export type Victim = 'temporal' | 'service' | `worker-${Zone}`;
export const VICTIMS: readonly Victim[] = ['temporal', 'service', 'worker-authority', 'worker-trusted'];

/** Everything a run needs, each part a process of its own. */
export interface Stack {
  readonly dir: string;
  readonly lab: LabClient;
  readonly line: LabLine;
  readonly requester: Login;
  readonly approver: Login;
  /** File with the token of the operator. */
  readonly tokenFile: string;
  readonly temporalAddress: string;
  readonly recordsFile: string;
  /** SIGKILL; settles when the process is gone. */
  kill(victim: Victim): Promise<void>;
  /** Starts it again; settles when it says that it is ready. */
  revive(victim: Victim): Promise<void>;
  /** Keeps so many workers of the zone besides the first, whatever kills them; ends with the stack. */
  keepWorkers(zone: Zone | 'orchestration', count: number): void;
  logs(): { name: string; text: string }[];
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly dir: string;
  readonly topology: TopologyInput;
  readonly seed: number;
  readonly speed: number;
  /** Folder that holds the `dist` under test; the package itself when absent. */
  readonly product?: string;
  /** Environment of the processes besides the usual one. */
  readonly env?: Readonly<Record<string, string>>;
  /** File that the lab records into what comes in. */
  readonly recording?: string;
}

/** What has been started and not been stopped yet. */
const openStacks = new Set<Pick<Stack, 'stop'>>();

/** Ends whatever still runs, for when somebody interrupts. */
export async function stopAllStacks(): Promise<void> {
  await Promise.allSettled([...openStacks].map((one) => one.stop()));
}

/** Several of these start at once, on a machine that may be busy with others. */
const READY_WITHIN_MS = 240_000;

export async function startStack(options: StackOptions): Promise<Stack> {
  const { dir, speed, seed } = options;
  await mkdir(join(dir, 'credentials'), { recursive: true, mode: 0o700 });
  const programs = createPrograms(options.product ?? packageFolder, options.env);
  const source = await readTemporalSource(join(packageFolder, '.var', 'temporal.json'));
  const temporalDir = join(dir, 'temporal');
  const [lab, first, port] = await Promise.all([
    startLab(),
    insist(() => startLocalTemporal(source, temporalDir)),
    freePort(),
  ]);
  let temporal = first;
  const running = new Map<Victim, Program>();
  const logins: Login[] = [];
  const stopping = { isOver: false };

  async function startLab(): Promise<LabLine> {
    const topology = join(dir, 'topology.yaml');
    await writeFile(topology, stringify(options.topology));
    const args = ['--topology', topology, '--speed', String(speed), '--seed', String(seed), '--stdin-exit'];
    if (options.recording !== undefined) args.push('--record', options.recording);
    const line = JSON.parse(
      await programs.start('lab', 'lab/main.js', args).firstLine(READY_WITHIN_MS),
    ) as LabLine;
    const accounts = (await (await fetch(`${line.control}/lab/accounts`)).json()) as LabAccounts;
    await writeLabCredentials(accounts, join(dir, 'credentials'));
    return line;
  }

  /** Configuration of one process, with the credentials of its own side and no others. */
  async function configFor(zone: Zone | 'orchestration'): Promise<string> {
    const file = join(dir, `${zone}.yaml`);
    const config = {
      dataDirectory: join(dir, 'data'),
      api: { listen: `127.0.0.1:${port}` },
      temporal: { address: temporal.address },
      zones: [zone],
      timeScale: speed,
      log: { level: 'info' },
      credentials: zone === 'orchestration' ? {} : credentialsOf(dir, zone, options.topology),
      ...(zone === 'orchestration' ? {} : { backup: BACKUP }),
    };
    await writeFile(file, stringify(config));
    return file;
  }

  async function spawnWorker(zone: Zone | 'orchestration'): Promise<Program> {
    const args = ['--zone', zone, '--config', await configFor(zone)];
    return programs.start(`worker-${zone}`, 'worker.js', args);
  }

  async function startWorker(zone: Zone): Promise<void> {
    const program = await spawnWorker(zone);
    running.set(`worker-${zone}`, program);
    await eventually(`the ${zone} worker`, () => program.log().includes('on Temporal at'), READY_WITHIN_MS);
  }

  async function keep(start: () => Promise<Program>): Promise<void> {
    while (!stopping.isOver) await (await start()).ended;
  }

  async function startService(): Promise<ServiceFacts> {
    const args = ['--no-lab', '--json', '--config', await configFor('orchestration')];
    const program = programs.start('service', 'server.js', args);
    running.set('service', program);
    return JSON.parse(await program.firstLine(READY_WITHIN_MS)) as ServiceFacts;
  }

  const started = { stop };
  openStacks.add(started);
  async function stop(): Promise<void> {
    stopping.isOver = true;
    openStacks.delete(started);
    // Each part is ended whatever became of the others.
    await Promise.allSettled(logins.map(({ http }) => http.close()));
    await Promise.allSettled([programs.killAll()]);
    await temporal.stop();
  }

  try {
    const [facts] = await Promise.all([startService(), startWorker('authority'), startWorker('trusted')]);
    const loginAs = async (name: string): Promise<Login> => {
      const login = await loginWith(facts.url, facts.tokenFiles[name] ?? '');
      logins.push(login);
      return login;
    };
    return {
      dir,
      lab: createLabClient(lab.control),
      line: lab,
      requester: await loginAs('operator'),
      approver: await loginAs('approver'),
      tokenFile: facts.tokenFiles['operator'] ?? '',
      temporalAddress: temporal.address,
      recordsFile: join(dir, 'data', 'records.db'),
      async kill(victim) {
        if (victim !== 'temporal') return running.get(victim)?.kill();
        if (temporal.pid === undefined) throw new Error('this Temporal server was not started here');
        process.kill(temporal.pid, 'SIGKILL');
        await temporal.stop();
      },
      async revive(victim) {
        if (victim === 'temporal') {
          const { ports } = temporal;
          const same = ports === undefined ? {} : { ports };
          temporal = await insist(() => startLocalTemporal(source, temporalDir, same));
        } else if (victim === 'service') await startService();
        else await startWorker(victim === 'worker-authority' ? 'authority' : 'trusted');
      },
      keepWorkers(zone, count) {
        for (let index = 0; index < count; index += 1) void keep(() => spawnWorker(zone));
      },
      logs: () => programs.logs(),
      stop,
    };
  } catch (error) {
    const logs = programs.logs().map(({ name, text }) => `--- ${name}\n${text.slice(-2_000)}`);
    await stop();
    throw new Error(`${String(error)}\n${logs.join('\n')}`, { cause: error });
  }
}

/** Nothing is sent there: the lab accepts any location. */
const BACKUP = { location: 'sftp://backup.example.com/vcenter', locationType: 'SFTP' } as const;

/** As `writeLabCredentials` names them: each vCenter of the side, and the hosts behind it. */
function credentialsOf(dir: string, zone: Zone, { vcenters }: TopologyInput): Record<string, object> {
  const entry = (name: string, username: string): [string, object] => [
    name,
    { username, password: { file: join(dir, 'credentials', name) } },
  ];
  return Object.fromEntries(
    vcenters
      .filter(({ role }) => role === zone)
      .flatMap(({ name, users }) => [
        entry(name, users.find(({ groups }) => groups?.includes('TrustedAdmins'))?.name ?? ''),
        entry(`${name}-hosts`, 'root'),
      ]),
  );
}

/** A port that was free a moment ago may have been taken by another program of this machine; it is free again soon. */
async function insist<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt === MOST_STARTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
const MOST_STARTS = 10;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Removes what a run has written; kept when the run has failed. */
export const removeStack = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true });
