import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApi, createToken, hashToken } from '../api/index.js';
import { durationsOf, loadConfig, type LoadedConfig } from '../config/index.js';
import { createLogger, type Logger } from '../observability/index.js';
import { bootstrapNamespace, createTemporalClient } from '../temporal/connection.js';
import { createEngine } from '../temporal/engine.js';
import { endLeftTemporal, readTemporalSource, startLocalTemporal } from '../temporal/local-server.js';
import { makeFirstUsers, type TokenFiles } from './first-users.js';
import { labEstateText, writeLabCredentials } from './lab-estate.js';
import { startLabProcess } from './lab-process.js';
import { openRecords } from './open-records.js';
import { packageRoot } from './paths.js';
import { closeApi } from './close-api.js';
import { beginWorkers } from './begin-workers.js';
import { queuesOf } from './workers.js';
import { packageVersion } from './version.js';

export interface ServiceOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly configFile?: string;
  /** Arguments of the lab; absent = no lab, real vCenters. */
  readonly lab?: { readonly speed: number; readonly args: readonly string[] };
  /** Says each step of start and end; for people. */
  readonly say: (line: string) => void;
  /** The process is told to end: ends waits for what is not there yet. */
  readonly stopping?: AbortSignal;
}

/** What a client of the running service needs to know. */
export interface ServiceFacts {
  readonly url: string;
  readonly pid: number;
  readonly tokenFiles: TokenFiles;
  readonly temporal: { readonly address: string; readonly pid?: number };
  readonly lab?: {
    readonly control: string;
    readonly topology: string;
    readonly estateFile: string;
    readonly speed: number;
    readonly pid: number;
  };
}

export interface RunningService {
  readonly facts: ServiceFacts;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What has been started, to be ended in the opposite order whatever happens. */
function createStack() {
  const parts: { name: string; stop: () => Promise<void> }[] = [];
  return {
    add: (name: string, stop: () => Promise<void>): void => void parts.push({ name, stop }),
    async unwind(logger: Logger): Promise<void> {
      for (const { name, stop } of parts.splice(0).toReversed()) {
        await stop().catch((error: unknown) =>
          logger.error({ part: name, error }, 'could not be stopped cleanly'),
        );
      }
    },
  };
}

/** The service in one process: records, Temporal where none is configured, lab, workers, API. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { env, lab: labOptions, say } = options;
  const base = await loadConfig({ env, file: options.configFile });
  const logger = createLogger({ level: base.log.level });
  const stack = createStack();
  try {
    // A lab begins anew each time, and so do its records: what they told of is gone.
    const dir = labOptions === undefined ? base.dataDirectory : join(base.dataDirectory, 'lab');
    await endLeftTemporal(join(dir, 'temporal'), say);
    if (labOptions !== undefined) await rm(dir, { recursive: true, force: true });

    const lab = labOptions === undefined ? undefined : await startLab(labOptions.args, dir, say);
    if (lab !== undefined) stack.add('lab', () => lab.stop());
    const config: LoadedConfig =
      lab === undefined || labOptions === undefined
        ? base
        : {
            ...base,
            dataDirectory: dir,
            timeScale: labOptions.speed,
            credentials: lab.credentials,
            backup: LAB_BACKUP,
          };

    const { records, blobs } = await openRecords(dir, say, options.stopping);
    stack.add('records', () => records.close());

    const temporal = await startTemporal(config, dir);
    stack.add('Temporal', () => temporal.stop());

    const { namespace } = config.temporal;
    const workers = beginWorkers({
      config,
      env,
      temporalAddress: temporal.address,
      records,
      blobs,
      logger,
      say,
      whenReady: () => temporal.ready(say),
    });
    stack.add('workers', () => workers.stop());

    const client = createTemporalClient({ address: temporal.address, namespace });
    stack.add('Temporal client', () => client.connection.close());
    const engine = createEngine({
      client,
      timeScale: config.timeScale,
      durations: durationsOf(config.durations),
      answerWithinMs: config.limits.operatorAnswerSeconds * 1000,
      planWithinMs: config.limits.planSeconds * 1000,
      queues: queuesOf(config),
    });
    const api = await createApi({
      records,
      blobs,
      engine,
      logger,
      version: await packageVersion(),
      clock: () => new Date(),
    });
    stack.add('API', () => closeApi(api, config.shutdown.graceSeconds, say));
    const [host, port] = splitListen(config.api.listen);
    const url = await api.listen({ host, port: Number(port) });
    const tokenFiles = await makeFirstUsers(records, join(dir, 'tokens'), {
      create: createToken,
      hash: hashToken,
    });
    // Where Temporal is away, the API says so; work begins when it is there.
    await workers.begun;

    const facts: ServiceFacts = {
      url,
      pid: process.pid,
      tokenFiles,
      temporal: {
        address: temporal.address,
        ...(temporal.pid === undefined ? {} : { pid: temporal.pid }),
      },
      ...(lab === undefined || labOptions === undefined
        ? {}
        : { lab: { ...lab.facts, speed: labOptions.speed } }),
    };
    return { facts, ended: workers.ended, stop: () => stack.unwind(logger) };
  } catch (error) {
    await stack.unwind(logger);
    throw error;
  }
}

/** The lab accepts any location; nothing is sent there. */
const LAB_BACKUP = { location: 'sftp://backup.example.com/vcenter', locationType: 'SFTP' } as const;

async function startLab(args: readonly string[], dir: string, say: (line: string) => void) {
  await mkdir(dir, { recursive: true });
  const lab = await startLabProcess(args);
  const estateFile = join(dir, 'estate.yaml');
  await writeFile(estateFile, labEstateText(lab.line));
  const credentials = await writeLabCredentials(lab.accounts, join(dir, 'credentials'), lab.keyServers);
  say(
    `lab '${lab.line.topology}' with ${lab.line.vcenters.map(({ name, url }) => `${name} at ${url}`).join(', ')}`,
  );
  const { topology, control } = lab.line;
  return { facts: { topology, control, estateFile, pid: lab.pid }, credentials, stop: () => lab.stop() };
}

/** The configured server, which may not be there yet, or one of our own, which is. */
async function startTemporal({ temporal }: LoadedConfig, dir: string) {
  const { address, namespace } = temporal;
  if (address === undefined) {
    const source = await readTemporalSource(join(packageRoot, '.var', 'temporal.json'));
    const own = await startLocalTemporal(source, join(dir, 'temporal'));
    return { ...own, ready: async (say: Say) => say(`Temporal ${own.serverVersion} at ${own.address}`) };
  }
  return {
    address,
    pid: undefined,
    async ready(say: Say) {
      const { serverVersion } = await bootstrapNamespace({ address, namespace }, READY_WITHIN_MS);
      say(`Temporal ${serverVersion} at ${address}`);
    },
    stop: () => Promise.resolve(),
  };
}

type Say = ServiceOptions['say'];
/** One try of several. */
const READY_WITHIN_MS = 2_000;

/** `host:port`, also with an IPv6 address in brackets. */
function splitListen(listen: string): [string, string] {
  const at = listen.lastIndexOf(':');
  return [listen.slice(0, at).replace(/^\[|\]$/g, ''), listen.slice(at + 1)];
}
