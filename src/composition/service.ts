import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApi, createToken, hashToken } from '../api/index.js';
import { loadConfig, type LoadedConfig } from '../config/index.js';
import { createLogger, type Logger } from '../observability/index.js';
import { createBlobStore, createRecords } from '../records/index.js';
import { bootstrapNamespace, createTemporalClient } from '../temporal/connection.js';
import { createEngine } from '../temporal/engine.js';
import { readTemporalSource, startLocalTemporal } from '../temporal/local-server.js';
import { makeFirstUsers, type TokenFiles } from './first-users.js';
import { labEstateText, writeLabCredentials } from './lab-estate.js';
import { startLabProcess } from './lab-process.js';
import { packageRoot } from './paths.js';
import { queuesOf, startWorkers } from './workers.js';
import { packageVersion } from './version.js';

export interface ServiceOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly configFile?: string;
  /** Arguments of the lab; absent = no lab, real vCenters. */
  readonly lab?: { readonly speed: number; readonly args: readonly string[] };
  /** Says each step of the start; for people. */
  readonly say: (line: string) => void;
}

/** What a client of the running service needs to know. */
export interface ServiceFacts {
  readonly url: string;
  readonly pid: number;
  readonly tokenFiles: TokenFiles;
  readonly temporal: { readonly address: string; readonly serverVersion: string; readonly pid?: number };
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
    if (labOptions !== undefined) await rm(dir, { recursive: true, force: true });
    await mkdir(dir, { recursive: true });

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

    const records = await createRecords({ file: join(dir, 'records.db') });
    stack.add('records', () => records.close());
    const blobs = createBlobStore({ dir: join(dir, 'blobs') });

    const temporal = await startTemporal(config, dir);
    stack.add('Temporal', () => temporal.stop());
    say(`Temporal ${temporal.serverVersion} at ${temporal.address}`);

    const workers = await startWorkers({
      config,
      env,
      temporalAddress: temporal.address,
      records,
      blobs,
      logger,
    });
    stack.add('workers', () => workers.stop());
    say(`workers for ${config.zones.join(', ')}`);

    const client = createTemporalClient({ address: temporal.address, namespace: config.temporal.namespace });
    stack.add('Temporal client', () => client.connection.close());
    const engine = createEngine({
      client,
      timeScale: config.timeScale,
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
    stack.add('API', () => api.close());
    const [host, port] = splitListen(config.api.listen);
    const url = await api.listen({ host, port: Number(port) });
    const tokenFiles = await makeFirstUsers(records, join(dir, 'tokens'), {
      create: createToken,
      hash: hashToken,
    });

    const facts: ServiceFacts = {
      url,
      pid: process.pid,
      tokenFiles,
      temporal: {
        address: temporal.address,
        serverVersion: temporal.serverVersion,
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
  const lab = await startLabProcess(args);
  const estateFile = join(dir, 'estate.yaml');
  await writeFile(estateFile, labEstateText(lab.line));
  const credentials = await writeLabCredentials(lab.accounts, join(dir, 'credentials'));
  say(
    `lab '${lab.line.topology}' with ${lab.line.vcenters.map(({ name, url }) => `${name} at ${url}`).join(', ')}`,
  );
  const { topology, control } = lab.line;
  return { facts: { topology, control, estateFile, pid: lab.pid }, credentials, stop: () => lab.stop() };
}

async function startTemporal(config: LoadedConfig, dir: string) {
  const { address, namespace } = config.temporal;
  if (address === undefined) {
    const source = await readTemporalSource(join(packageRoot, '.var', 'temporal.json'));
    return startLocalTemporal(source, join(dir, 'temporal'));
  }
  const { serverVersion } = await bootstrapNamespace({ address, namespace });
  return { address, serverVersion, pid: undefined, stop: () => Promise.resolve() };
}

/** `host:port`, also with an IPv6 address in brackets. */
function splitListen(listen: string): [string, string] {
  const at = listen.lastIndexOf(':');
  return [listen.slice(0, at).replace(/^\[|\]$/g, ''), listen.slice(at + 1)];
}
