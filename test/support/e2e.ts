import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loginWith, type Login } from '../../src/composition/demo/service-process.js';
import { writeLabCredentials } from '../../src/composition/lab-estate.js';
import type { LabAccounts, LabKeyServers, LabLine } from '../../src/composition/lab-process.js';
import type { ServiceFacts } from '../../src/composition/service.js';
import { secretNamesOf } from '../../src/domain/archive/change.js';
import { readTemporalSource, startLocalTemporal } from '../../src/temporal/local-server.js';
import { createTestEstate, estateText, type TestEstate } from './e2e-estate.js';
import { writeTopology, type EstateOptions } from './e2e-topology.js';
import { eventually } from './eventually.js';
import { databaseFolder } from './database-folder.js';
import { recordWireOf } from './record-wire.js';
import { createPrograms, packageFolder, type Program, type Programs } from './processes.js';

export type WorkerZone = 'authority' | 'trusted';

/** The product as separate processes: Temporal, API with the orchestration worker, one worker per side. */
export interface Stack {
  readonly dir: string;
  readonly dataDirectory: string;
  readonly speed: number;
  readonly facts: ServiceFacts;
  readonly operator: Login;
  readonly approver: Login;
  readonly temporalAddress: string;
  readonly programs: Programs;
  worker(zone: WorkerZone): Program;
  /** Starts the worker of a side; the one before must be gone. */
  startWorker(zone: WorkerZone): Promise<Program>;
  /**
   * A lab of its own, its accounts given to the workers of their sides, its estate registered: as the lab is, or as
   * `seen` through something between.
   */
  startEstate(
    options?: EstateOptions & { readonly seen?: (lab: LabLine) => Promise<LabLine> },
  ): Promise<TestEstate>;
  /** Ends the lab of an estate before the others; what it saw on the wire counts unless `record` is false. */
  endEstate(estate: TestEstate, how?: { readonly record: boolean }): Promise<void>;
  /** SIGKILL to the Temporal server; undefined when it is not ours to kill. */
  killTemporal(): Promise<void>;
  /** Starts it again on the same data and ports. */
  reviveTemporal(): Promise<void>;
  stop(): Promise<void>;
}

/** Which vCenters belong to which side in the tiny topology. */
const VCENTERS: Record<WorkerZone, readonly string[]> = {
  authority: ['ta-vc'],
  trusted: ['wl-vc', 'east-vc'],
};

export const temporalSource = await readTemporalSource(join(packageFolder, '.var', 'temporal.json'));

export async function startStack({ speed = 400 }: { readonly speed?: number } = {}): Promise<Stack> {
  const dir = await databaseFolder('vta-e2e-');
  const programs = createPrograms();
  let temporal = await startLocalTemporal(temporalSource, join(dir, 'temporal'));
  const { address } = temporal;
  const workers = new Map<WorkerZone, Program>();
  let estates = 0;
  const labs: LabLine[] = [];
  let over = false;
  let logins: Login[] = [];

  async function stop(): Promise<void> {
    over = true;
    // Each part is ended whatever became of the others.
    await Promise.allSettled(logins.map(({ http }) => http.close()));
    const [recorded] = await Promise.allSettled([recordAll()]);
    await Promise.allSettled([programs.stopAll()]);
    await temporal.stop();
    await rm(dir, { recursive: true, force: true });
    if (recorded.status === 'rejected') throw recorded.reason;
  }

  async function recordAll(): Promise<void> {
    for (const { control } of labs.splice(0)) await recordWireOf(control);
  }

  /** Configuration of one process, with the credentials of its own side and no others. */
  async function configFor(name: string, zone: WorkerZone | 'orchestration'): Promise<string> {
    const names = zone === 'orchestration' ? [] : credentialNames(zone);
    const file = join(dir, `${name}.yaml`);
    const config = {
      dataDirectory: join(dir, 'data'),
      api: { listen: '127.0.0.1:0' },
      temporal: { address },
      zones: [zone],
      timeScale: speed,
      log: { level: 'debug' },
      credentials: Object.fromEntries(
        names.map(({ name: credential, username }) => [
          credential,
          { username, password: { file: join(dir, 'credentials', credential) } },
        ]),
      ),
      ...(zone === 'orchestration' ? {} : { backup: BACKUP }),
    };
    await writeFile(file, stringify(config));
    return file;
  }

  async function startWorker(zone: WorkerZone): Promise<Program> {
    const config = await configFor(zone, zone);
    const program = programs.start(`worker-${zone}`, 'worker.js', ['--zone', zone, '--config', config]);
    workers.set(zone, program);
    await eventually(`the ${zone} worker`, () => program.log().includes('on Temporal at'), 60_000);
    return program;
  }

  try {
    await mkdir(join(dir, 'credentials'), { mode: 0o700 });
    const config = await configFor('service', 'orchestration');
    const service = programs.start('service', 'server.js', ['--no-lab', '--json', '--config', config]);
    const [line] = await Promise.all([service.firstLine(), startWorker('authority'), startWorker('trusted')]);
    const facts = JSON.parse(line) as ServiceFacts;
    const loginAs = (name: string) => loginWith(facts.url, facts.tokenFiles[name] ?? '');
    const [operator, approver] = await Promise.all([loginAs('operator'), loginAs('approver')]);
    logins = [operator, approver];

    return {
      dir,
      dataDirectory: join(dir, 'data'),
      speed,
      facts,
      operator,
      approver,
      temporalAddress: address,
      programs,
      worker: (zone) => workers.get(zone) ?? neverStarted(zone),
      startWorker,
      async startEstate({ seen = (lab: LabLine) => Promise.resolve(lab), ...options } = {}) {
        const name = `tiny-${++estates}-${Date.now().toString(36)}`;
        const topology = await writeTopology(dir, name, options);
        const args = ['--topology', topology, '--speed', String(speed), '--stdin-exit'];
        const program = programs.start(`lab-${estates}`, 'lab/main.js', args);
        const lab = JSON.parse(await program.firstLine()) as LabLine;
        labs.push(lab);
        const told = async (path: string) => (await fetch(`${lab.control}${path}`)).json();
        const accounts = (await told('/lab/accounts')) as LabAccounts;
        const keyServers = (await told('/lab/key-servers')) as LabKeyServers;
        await writeLabCredentials(accounts, join(dir, 'credentials'), keyServers);
        const text = estateText(await seen(lab), name);
        const file = join(dir, `${name}.yaml`);
        await writeFile(file, text);
        await operator.api.addEstate(text);
        const parts = { name, file, lab, accounts, program, operator, approver };
        return createTestEstate({ ...parts, isOver: () => over });
      },
      async endEstate({ lab, program }, { record } = { record: true }) {
        labs.splice(labs.indexOf(lab), 1);
        if (record) await recordWireOf(lab.control);
        await program.stop();
      },
      async killTemporal() {
        const { pid } = temporal;
        if (pid === undefined) throw new Error('this Temporal server was not started here');
        process.kill(pid, 'SIGKILL');
        await temporal.stop();
      },
      async reviveTemporal() {
        const { ports } = temporal;
        const again = ports === undefined ? {} : { ports };
        temporal = await startLocalTemporal(temporalSource, join(dir, 'temporal'), again);
      },
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

/** As `writeLabCredentials` names them: the side's vCenters, the hosts behind them, and the key servers of the authority. */
function credentialNames(zone: WorkerZone): { name: string; username: string }[] {
  const ofVCenters = VCENTERS[zone].flatMap((vcenter) => [
    { name: vcenter, username: `svc-conductor-${vcenter.replace('-vc', '')}@vsphere.local` },
    { name: `${vcenter}-hosts`, username: 'root' },
  ]);
  const { kmipPassword, privateKey } = secretNamesOf(KEY_PROVIDER);
  const ofKeyServers = [
    { name: kmipPassword, username: 'vta-kmip' },
    { name: privateKey, username: KEY_PROVIDER },
  ];
  return zone === 'authority' ? [...ofVCenters, ...ofKeyServers] : ofVCenters;
}

/** The key provider of the tiny topology. */
const KEY_PROVIDER = 'kp-main';

function neverStarted(zone: WorkerZone): never {
  throw new Error(`no ${zone} worker was started`);
}
