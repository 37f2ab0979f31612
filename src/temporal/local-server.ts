import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrapNamespace } from './connection.js';
import { NAMESPACE } from './names.js';
import { portsFor } from './ports.js';
import { startServer } from './server-process.js';

export { endLeftServer as endLeftTemporal } from './server-process.js';

/** Where Temporal comes from; written by the set-up script after its search. */
export type TemporalSource =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'server' | 'cli'; readonly path: string; readonly version?: string };

export interface LocalTemporal {
  readonly address: string;
  readonly serverVersion: string;
  /** Process of the server we started; absent when it was there already. */
  readonly pid?: number;
  /** Ports of the server we started, to start it again where its clients look for it. */
  readonly ports?: readonly number[];
  /** Ends what was started here, and nothing else. */
  stop(): Promise<void>;
}

/** Reads the set-up script's answer. @throws with what to do when the set-up did not run */
export async function readTemporalSource(file: string): Promise<TemporalSource> {
  const configured = process.env['VTA_TEMPORAL_ADDRESS'];
  if (configured !== undefined) return { kind: 'address', address: configured };
  try {
    return JSON.parse(await readFile(file, 'utf8')) as TemporalSource;
  } catch {
    throw new Error(`No Temporal was set up (${file} is missing). Run: node scripts/prepare.mjs --for start`);
  }
}

/**
 * Starts a Temporal server on loopback with its data in `dir`, or uses the one at a given address; namespace and
 * search attributes are there when it returns. Ports are those of its last
 * start where they are free, unless others are given.
 */
export async function startLocalTemporal(
  source: TemporalSource,
  dir: string,
  options: { readonly ports?: readonly number[] } = {},
): Promise<LocalTemporal> {
  if (source.kind === 'address') {
    const { serverVersion } = await bootstrapNamespace({ address: source.address });
    return { address: source.address, serverVersion, stop: () => Promise.resolve() };
  }
  await mkdir(dir, { recursive: true });
  const ports = options.ports ?? (await portsFor(dir, 8));
  const [port = 0] = ports;
  const address = `127.0.0.1:${port}`;
  const args = source.kind === 'server' ? await binaryArgs(dir, ports) : cliArgs(dir, port);
  const server = await startServer(source.path, args, dir);
  try {
    const { serverVersion } = await Promise.race([
      bootstrapNamespace({ address }),
      server.ended.then((why) => Promise.reject(new Error(`${why} at its start`))),
    ]);
    return { address, serverVersion, pid: server.pid, ports, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function binaryArgs(dir: string, ports: readonly number[]): Promise<string[]> {
  const config = join(dir, 'config');
  await mkdir(config, { recursive: true });
  await writeFile(join(config, 'dynamic.yaml'), DYNAMIC_CONFIG);
  await writeFile(join(config, 'local.yaml'), serverConfig(dir, ports));
  return ['--root', dir, '--config', 'config', '--env', 'local', '--allow-no-auth', 'start'];
}

function cliArgs(dir: string, port: number): string[] {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--headless'];
  args.push('--log-level', 'error', '--namespace', NAMESPACE, '--db-filename', join(dir, 'temporal-dev.db'));
  for (const pragma of ['journal_mode=wal', 'synchronous=1']) args.push('--sqlite-pragma', pragma);
  for (const value of ['frontend.enableServerVersionCheck=false', 'history.maxInFlightUpdates=100']) {
    args.push('--dynamic-config-value', value);
  }
  return args;
}

const DYNAMIC_CONFIG = `history.maxInFlightUpdates:
  - value: 100
frontend.enableServerVersionCheck:
  - value: false
`;

/** One process with all four roles on SQLite in WAL mode: the fastest file-backed variant that was measured. */
function serverConfig(dir: string, ports: readonly number[]): string {
  const store = (name: string): object => ({
    sql: {
      pluginName: 'sqlite',
      databaseName: join(dir, `${name}.db`),
      connectAddr: 'localhost',
      connectProtocol: 'tcp',
      connectAttributes: { cache: 'private', setup: true, journal_mode: 'wal', synchronous: 2 },
      maxConns: 1,
      maxIdleConns: 1,
      maxConnLifetime: '1h',
    },
  });
  const [frontend, ...rest] = ports;
  const role = (grpcPort: number | undefined, membershipPort: number | undefined): object => ({
    rpc: { grpcPort, membershipPort, bindOnLocalHost: true },
  });
  // JSON is YAML.
  return JSON.stringify({
    log: { stdout: true, level: 'error' },
    persistence: {
      defaultStore: 'main',
      visibilityStore: 'visibility',
      numHistoryShards: 1,
      datastores: { main: store('temporal'), visibility: store('temporal') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: role(frontend, rest[0]),
      history: role(rest[1], rest[2]),
      matching: role(rest[3], rest[4]),
      worker: role(rest[5], rest[6]),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${frontend}`,
        },
      },
    },
    dynamicConfigClient: { filepath: join(dir, 'config', 'dynamic.yaml'), pollInterval: '60s' },
  });
}
